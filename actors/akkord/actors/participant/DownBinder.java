package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.DownTrackSpec;
import akkord.media.Kind;
import akkord.media.sdp.MediaSection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Binds subscriptions to the client's receiving sections. A section that has just lost its track
 * stays empty for one round: browsers announce a track only when a section begins to send (W3C
 * webrtc-pc 4.4.1.5).
 */
final class DownBinder {
  private final Set<Codec> unreceivable;
  private final Ssrcs ssrcs;
  private final Map<String, MediaSection> idle = new LinkedHashMap<>();
  private final Map<String, DownSection> bound = new HashMap<>();
  private final List<String> unsupported = new ArrayList<>();
  private int unmetAudio;
  private int unmetVideo;

  /** One offer's binding. */
  DownBinder(Set<Codec> unreceivable, Ssrcs ssrcs) {
    this.unreceivable = unreceivable;
    this.ssrcs = ssrcs;
  }

  /**
   * Binds.
   *
   * @param receiving sections of the offer that only receive, in order
   * @param wanted all that should be sent
   * @param previous what the sections carried at the previous offer
   * @return what they carry now
   */
  List<DownSection> bind(
      List<MediaSection> receiving, List<WantedTrack> wanted, List<DownSection> previous) {
    receiving.forEach(section -> idle.put(section.mid(), section));
    Map<String, WantedTrack> wantedBySid = new HashMap<>();
    wanted.forEach(track -> wantedBySid.put(track.trackSid(), track));
    Set<String> settled = new HashSet<>();
    for (DownSection former : previous) {
      MediaSection section = idle.remove(former.mid());
      WantedTrack track = wantedBySid.get(former.trackSid());
      if (section != null && track != null && keep(section, former, track)) {
        settled.add(former.trackSid());
      }
    }
    for (WantedTrack track : wanted) {
      if (!track.codecMime().isEmpty() && settled.add(track.trackSid())) {
        bindNew(track);
      }
    }
    List<DownSection> inOrder = new ArrayList<>();
    for (MediaSection section : receiving) {
      if (bound.containsKey(section.mid())) {
        inOrder.add(bound.get(section.mid()));
      }
    }
    return inOrder;
  }

  /** Sids whose codec the client cannot receive. */
  List<String> unsupported() {
    return unsupported;
  }

  /** Tracks of this kind that found no section. */
  int unmet(Kind kind) {
    return kind == Kind.AUDIO ? unmetAudio : unmetVideo;
  }

  private boolean keep(MediaSection section, DownSection former, WantedTrack track) {
    Optional<Codec> codec = Payloads.codec(track.codecMime());
    if (codec.isPresent() && codec.get() != former.spec().codec().codec()) {
      return false;
    }
    Optional<NegotiatedCodec> agreed = agree(section, former.spec().codec().codec());
    agreed.ifPresent(
        negotiated -> {
          long rtxSsrc = former.spec().rtxSsrc();
          if (rtxSsrc == 0 && negotiated.rtx().isPresent()) {
            rtxSsrc = ssrcs.draw();
          }
          put(former.streamId(), track, section, negotiated, former.spec().ssrc(), rtxSsrc);
        });
    return agreed.isPresent();
  }

  private void bindNew(WantedTrack track) {
    Optional<Codec> codec =
        Payloads.codec(track.codecMime())
            .filter(c -> Payloads.SUPPORTED.contains(c) && !unreceivable.contains(c));
    boolean room = false;
    for (MediaSection section : idle.values()) {
      if (section.kind().equals(Optional.of(track.kind()))) {
        room = true;
        Optional<NegotiatedCodec> agreed = codec.flatMap(c -> agree(section, c));
        if (agreed.isPresent()) {
          idle.remove(section.mid());
          long rtxSsrc = agreed.get().rtx().isPresent() ? ssrcs.draw() : 0;
          put(track.streamId(), track, section, agreed.get(), ssrcs.draw(), rtxSsrc);
          return;
        }
      }
    }
    if (room || codec.isEmpty()) {
      unsupported.add(track.trackSid());
    } else if (track.kind() == Kind.AUDIO) {
      unmetAudio++;
    } else {
      unmetVideo++;
    }
  }

  private Optional<NegotiatedCodec> agree(MediaSection section, Codec codec) {
    return Payloads.find(section, codec)
        .map(
            offered ->
                new NegotiatedCodec(
                    codec,
                    Payloads.answered(offered, codec, offered.fmtp()),
                    Payloads.rtx(section, offered),
                    RtpSections.sentExtensions(section)));
  }

  private void put(
      String streamId,
      WantedTrack track,
      MediaSection section,
      NegotiatedCodec agreed,
      long ssrc,
      long rtxSsrc) {
    DownTrackSpec spec =
        new DownTrackSpec(
            track.trackSid(),
            track.kind(),
            section.mid(),
            agreed.toRtpCodec(Payloads.publicFmtp(section, agreed.payload().payloadType())),
            agreed.extensions(),
            ssrc,
            agreed.rtx().isPresent() ? rtxSsrc : 0,
            track.cname(),
            track.settings());
    bound.put(section.mid(), new DownSection(streamId, spec));
  }
}
