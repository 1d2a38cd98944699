package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.sdp.MediaSection;
import akkord.proto.AddTrackRequest;
import akkord.proto.AudioTrackFeature;
import akkord.proto.SimulcastCodec;
import java.util.Optional;
import java.util.Set;

/**
 * A sending section of the client and the publication it carries.
 *
 * @param mid the section
 * @param trackSid the publication
 * @param cid as announced
 * @param offeredId track id in the offer, which some clients make up anew
 * @param codec what the section carries
 * @param discontinuous whether Opus may pause in silence
 * @param stereo whether Opus has two channels
 * @param speaks see {@link PendingTrack}
 */
record UpSection(
    String mid,
    String trackSid,
    String cid,
    String offeredId,
    Codec codec,
    boolean discontinuous,
    boolean stereo,
    boolean speaks) {
  /** The track id that a section offers; empty if none. */
  static String offeredId(MediaSection section) {
    return section
        .msid()
        .map(msid -> msid.track())
        .filter(track -> !track.isEmpty())
        .orElseGet(() -> idOfSources(section));
  }

  private static String idOfSources(MediaSection section) {
    return section.sources().stream()
        .map(source -> source.msid())
        .filter(msid -> msid.indexOf(' ') > 0)
        .map(msid -> msid.substring(msid.indexOf(' ') + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** Ties a section to a publication; empty if it offers no codec that can be forwarded. */
  static Optional<UpSection> bind(
      MediaSection section, PendingTrack track, Set<Codec> unpublishable) {
    AddTrackRequest request = track.request();
    String id = offeredId(section);
    Optional<Codec> announced =
        announcedCodec(request, id)
            .filter(codec -> Payloads.SUPPORTED.contains(codec) && !unpublishable.contains(codec))
            .filter(codec -> Payloads.find(section, codec).isPresent());
    return announced
        .or(() -> Payloads.first(section, unpublishable))
        .map(codec -> bound(section.mid(), id, track, codec));
  }

  private static UpSection bound(String mid, String id, PendingTrack track, Codec codec) {
    AddTrackRequest request = track.request();
    boolean discontinuous = !isSet(request.getDisableDtx(), request, AudioTrackFeature.TF_NO_DTX);
    boolean stereo = isSet(request.getStereo(), request, AudioTrackFeature.TF_STEREO);
    return new UpSection(
        mid, track.sid(), track.cid(), id, codec, discontinuous, stereo, track.speaks());
  }

  /** The same section, still sending, under another track id. */
  UpSection withOfferedId(String id) {
    return new UpSection(mid, trackSid, cid, id, codec, discontinuous, stereo, speaks);
  }

  private static Optional<Codec> announcedCodec(AddTrackRequest request, String offeredId) {
    for (SimulcastCodec codec : request.getSimulcastCodecsList()) {
      if (!codec.getCid().isEmpty() && codec.getCid().equals(offeredId)) {
        return Payloads.codec(codec.getCodec());
      }
    }
    return request.getSimulcastCodecsCount() == 0
        ? Optional.empty()
        : Payloads.codec(request.getSimulcastCodecs(0).getCodec());
  }

  private static boolean isSet(
      boolean deprecatedFlag, AddTrackRequest request, AudioTrackFeature feature) {
    return deprecatedFlag || request.getAudioFeaturesList().contains(feature);
  }
}
