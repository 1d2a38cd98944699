package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.DownTrackSpec;
import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.RtpCodec;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.RtpPayload;
import akkord.media.sdp.SdpException;
import akkord.media.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A connection whose offers come from us: the subscriber's in dual-PC mode (clients.md 1.4). */
public final class OfferingConnection {
  private final ClientQuirks quirks;
  private final RandomGenerator random;
  private Memo memo;

  /** A connection that draws SSRCs from the JDK's generator. */
  public OfferingConnection(LocalTransport local, ClientQuirks quirks) {
    this(local, quirks, RandomGenerator.getDefault());
  }

  /**
   * A new connection.
   *
   * @param random for SSRCs and the session id
   */
  public OfferingConnection(LocalTransport local, ClientQuirks quirks, RandomGenerator random) {
    this(
        new Memo(local, random.nextLong() >>> 1, 1, false, List.of(), List.of(), List.of()),
        quirks,
        random);
  }

  private OfferingConnection(Memo memo, ClientQuirks quirks, RandomGenerator random) {
    this.memo = memo;
    this.quirks = quirks;
    this.random = random;
  }

  /** The connection that {@link #memo} described. */
  public static OfferingConnection restore(Memo memo, ClientQuirks quirks) {
    return restore(memo, quirks, RandomGenerator.getDefault());
  }

  /** The connection that {@link #memo} described, with its source of SSRCs. */
  public static OfferingConnection restore(Memo memo, ClientQuirks quirks, RandomGenerator random) {
    return new OfferingConnection(memo, quirks, random);
  }

  /** What the connection remembers: strings, numbers, lists and maps, fit for Jackson. */
  public Memo memo() {
    return memo;
  }

  /** Our credentials of the next offer. */
  public void restartIce(IceCredentials fresh) {
    memo = memo.with(memo.local().withIce(fresh));
  }

  /**
   * A new offer for exactly these tracks. The sections of others turn inactive; the first offer may
   * be for data channels only. A track whose codec is unknown yet is left out, one that the client
   * has refused too, until it is no longer wanted.
   */
  public Offer offer(List<WantedTrack> wanted) {
    Map<String, WantedTrack> wantedBySid = new LinkedHashMap<>();
    wanted.forEach(track -> wantedBySid.put(track.trackSid(), track));
    List<String> refused =
        memo.refused().stream().filter(wantedBySid::containsKey).distinct().toList();
    refused.forEach(wantedBySid::remove);
    List<SubscriberSection> sections = new ArrayList<>();
    for (SubscriberSection section : memo.sections()) {
      sections.add(keepOrRelease(section, wantedBySid));
    }
    Set<String> unsupported = new LinkedHashSet<>(memo.unsupported());
    unsupported.retainAll(refused);
    Ssrcs ssrcs = new Ssrcs(random);
    for (SubscriberSection section : sections) {
      ssrcs.use(section.spec().ssrc());
      ssrcs.use(section.spec().rtxSsrc());
    }
    for (WantedTrack track : wantedBySid.values()) {
      if (!track.codecMime().isEmpty() && !place(track, sections, ssrcs)) {
        unsupported.add(track.trackSid());
      }
    }
    Set<String> nowRefused = new LinkedHashSet<>(refused);
    nowRefused.addAll(unsupported);
    SessionDescription offer =
        new OfferWriter(memo.local())
            .write(memo.sessionId(), memo.version(), quirks.iceLite(), sections);
    memo =
        new Memo(
            memo.local(),
            memo.sessionId(),
            memo.version() + 1,
            true,
            List.copyOf(sections),
            List.copyOf(nowRefused),
            List.copyOf(unsupported));
    return new Offer(offer.toText(), midToTrackSid(sections));
  }

  /**
   * Takes the answer to the last offer.
   *
   * @throws SdpException if it cannot be used; nothing has changed then
   */
  public Answered onAnswer(String answerSdp) throws SdpException {
    if (!memo.awaitsAnswer()) {
      throw new SdpException("no offer is waiting for an answer");
    }
    SessionDescription answer = SessionDescription.parse(answerSdp);
    checkShape(answer);
    OfferedTransport remote = OfferedTransport.of(answer);
    List<SubscriberSection> settled = new ArrayList<>();
    List<BoundDownTrack> changed = new ArrayList<>();
    Set<String> removed = new LinkedHashSet<>();
    Set<String> unsupported = new LinkedHashSet<>(memo.unsupported());
    for (int i = 0; i < memo.sections().size(); i++) {
      SubscriberSection before = memo.sections().get(i);
      SubscriberSection after = settle(before, answer.sections().get(i + 1));
      settled.add(after);
      if (after.state() == SubscriberSection.State.AGREED) {
        if (!after.equals(before)) {
          changed.add(new BoundDownTrack(after.trackSid(), after.spec()));
        }
      } else if (before.sends()) {
        unsupported.add(before.trackSid());
      }
      if (before.state() == SubscriberSection.State.AGREED
          || before.state() == SubscriberSection.State.RELEASED) {
        removed.add(before.trackSid());
      }
    }
    // A track may have moved to another section.
    settled.stream().filter(SubscriberSection::sends).forEach(s -> removed.remove(s.trackSid()));
    Set<String> refused = new LinkedHashSet<>(memo.refused());
    refused.addAll(unsupported);
    memo = memo.settled(settled, List.copyOf(refused));
    return new Answered(
        remote.ice(),
        remote.fingerprint(),
        remote.localRole(),
        List.copyOf(changed),
        List.copyOf(removed),
        List.copyOf(unsupported));
  }

  private static SubscriberSection keepOrRelease(
      SubscriberSection section, Map<String, WantedTrack> wantedBySid) {
    WantedTrack track = section.sends() ? wantedBySid.get(section.trackSid()) : null;
    if (track != null) {
      Optional<Codec> codec = Payloads.codec(track.codecMime());
      if (codec.isEmpty() || codec.get() == section.codec()) {
        wantedBySid.remove(section.trackSid());
        return section.with(track.settings());
      }
    }
    return section.sends() ? section.in(SubscriberSection.State.RELEASED) : section;
  }

  /** Gives a track a section, an idle one if the client allows; false if it cannot be sent. */
  private boolean place(WantedTrack track, List<SubscriberSection> sections, Ssrcs ssrcs) {
    Optional<Codec> codec =
        Payloads.codec(track.codecMime())
            .filter(c -> Payloads.SUPPORTED.contains(c) && c.kind() == track.kind())
            .filter(c -> !quirks.unreceivable().contains(c));
    if (codec.isEmpty()) {
      return false;
    }
    int index = sections.size();
    for (int i = 0; i < sections.size() && quirks.reusesSections(); i++) {
      SubscriberSection section = sections.get(i);
      if (section.state() == SubscriberSection.State.IDLE && section.kind() == track.kind()) {
        index = i;
        break;
      }
    }
    String mid = String.valueOf(index + 1);
    SubscriberSection section = propose(track, codec.get(), mid, ssrcs);
    if (index == sections.size()) {
      sections.add(section);
    } else {
      sections.set(index, section);
    }
    return true;
  }

  private static SubscriberSection propose(
      WantedTrack track, Codec codec, String mid, Ssrcs ssrcs) {
    NegotiatedCodec proposed = OfferedCodecs.propose(codec, track.stereo());
    DownTrackSpec spec =
        new DownTrackSpec(
            track.trackSid(),
            track.kind(),
            mid,
            proposed.toRtpCodec(proposed.payload().fmtp()),
            proposed.extensions(),
            ssrcs.draw(),
            proposed.rtx().isPresent() ? ssrcs.draw() : 0,
            track.cname(),
            track.settings());
    return new SubscriberSection(
        track.kind(), SubscriberSection.State.PROPOSED, track.stereo(), track.streamId(), spec);
  }

  private void checkShape(SessionDescription answer) throws SdpException {
    int offered = memo.sections().size() + 1;
    if (answer.sections().size() != offered) {
      throw new SdpException(
          "the answer has "
              + answer.sections().size()
              + " media sections, the offer had "
              + offered);
    }
    for (int i = 0; i < offered; i++) {
      MediaSection section = answer.sections().get(i);
      String mid = i == 0 ? OfferWriter.DATA_MID : memo.sections().get(i - 1).spec().mid();
      if (!section.isRejected() && !section.mid().equals(mid)) {
        throw new SdpException("section " + i + " of the answer must have a=mid:" + mid);
      }
    }
  }

  private static SubscriberSection settle(SubscriberSection offered, MediaSection answer) {
    if (answer.isRejected()) {
      return offered.in(SubscriberSection.State.DEAD);
    }
    if (!offered.sends()) {
      return offered.in(SubscriberSection.State.IDLE);
    }
    Optional<RtpPayload> payload =
        answer.direction().receives() ? Payloads.find(answer, offered.codec()) : Optional.empty();
    if (payload.isEmpty()) {
      return offered.in(SubscriberSection.State.RELEASED);
    }
    NegotiatedCodec agreed =
        new NegotiatedCodec(
            offered.codec(),
            Payloads.answered(payload.get(), offered.codec(), payload.get().fmtp()),
            Payloads.rtx(answer, payload.get()),
            RtpSections.sentExtensions(answer));
    RtpCodec codec = agreed.toRtpCodec(Payloads.publicFmtp(answer, payload.get().payloadType()));
    return offered.agreed(codec, agreed.extensions());
  }

  private static Map<String, String> midToTrackSid(List<SubscriberSection> sections) {
    Map<String, String> map = new LinkedHashMap<>();
    for (SubscriberSection section : sections) {
      if (section.sends()) {
        map.put(section.spec().mid(), section.trackSid());
      }
    }
    return map;
  }

  /**
   * See {@link OfferingConnection#memo}.
   *
   * @param local what we put in the next offer
   * @param sessionId in {@code o=}
   * @param version of the next offer
   * @param awaitsAnswer whether an offer is unanswered
   * @param sections all RTP sections offered so far
   * @param refused wanted sids that are not offered any more
   * @param unsupported of these, who is to be told at the next answer
   */
  public record Memo(
      LocalTransport local,
      long sessionId,
      long version,
      boolean awaitsAnswer,
      List<SubscriberSection> sections,
      List<String> refused,
      List<String> unsupported) {
    private Memo with(LocalTransport newLocal) {
      return new Memo(newLocal, sessionId, version, awaitsAnswer, sections, refused, unsupported);
    }

    private Memo settled(List<SubscriberSection> newSections, List<String> newRefused) {
      return new Memo(
          local, sessionId, version, false, List.copyOf(newSections), newRefused, List.of());
    }
  }

  /**
   * An offer.
   *
   * @param sdp to send
   * @param midToTrackSid every section that we send on, complete
   */
  public record Offer(String sdp, Map<String, String> midToTrackSid) {}

  /**
   * What an answer settles.
   *
   * @param remoteIce the client's credentials
   * @param remoteFingerprint of the client's certificate
   * @param localRole our DTLS role
   * @param downTracks newly bound or changed
   * @param removedDownTracks sids that were bound and are not any more
   * @param unsupported sids whose codec the client refused: SE_CODEC_UNSUPPORTED
   */
  public record Answered(
      IceCredentials remoteIce,
      Fingerprint remoteFingerprint,
      DtlsRole localRole,
      List<BoundDownTrack> downTracks,
      List<String> removedDownTracks,
      List<String> unsupported) {}
}
