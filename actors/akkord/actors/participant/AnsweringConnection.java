package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.Kind;
import akkord.media.UpTrackSpec;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SdpException;
import akkord.media.sdp.SessionDescription;
import akkord.media.sdp.Setup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A connection whose offers come from the client: the only one in single-PC mode, the publisher's
 * in dual-PC mode (clients.md 1.4).
 */
public final class AnsweringConnection {
  private final ClientQuirks quirks;
  private final RandomGenerator random;
  private Memo memo;

  /** A connection that draws SSRCs from the JDK's generator. */
  public AnsweringConnection(LocalTransport local, ClientQuirks quirks, boolean carriesDownTracks) {
    this(local, quirks, carriesDownTracks, RandomGenerator.getDefault());
  }

  /**
   * A new connection.
   *
   * @param carriesDownTracks whether subscriptions use the client's receiving sections
   * @param random for SSRCs and the session id
   */
  public AnsweringConnection(
      LocalTransport local,
      ClientQuirks quirks,
      boolean carriesDownTracks,
      RandomGenerator random) {
    this(Memo.initial(local, carriesDownTracks, random.nextLong() >>> 1), quirks, random);
  }

  private AnsweringConnection(Memo memo, ClientQuirks quirks, RandomGenerator random) {
    this.memo = memo;
    this.quirks = quirks;
    this.random = random;
  }

  /** The connection that {@link #memo} described. */
  public static AnsweringConnection restore(Memo memo, ClientQuirks quirks) {
    return restore(memo, quirks, RandomGenerator.getDefault());
  }

  /** The connection that {@link #memo} described, with its source of SSRCs. */
  public static AnsweringConnection restore(
      Memo memo, ClientQuirks quirks, RandomGenerator random) {
    return new AnsweringConnection(memo, quirks, random);
  }

  /** What the connection remembers: strings, numbers, lists and maps, fit for Jackson. */
  public Memo memo() {
    return memo;
  }

  /** Our credentials of the next answer. */
  public void restartIce(IceCredentials fresh) {
    memo = memo.withLocal(memo.local().withIce(fresh));
  }

  /**
   * Whether this offer restarts ICE (its credentials differ from those answered last), so that
   * {@link #restartIce} must come before {@link #answer} (RFC 8839 4.4.3.1.1).
   */
  public boolean restartsIce(SessionDescription offer) throws SdpException {
    return memo.isRestart(OfferedTransport.of(offer).ice());
  }

  /**
   * Our own unpublishing: the section of this track is answered inactive from now on, even if the
   * client goes on sending.
   */
  public void unpublish(String trackSid) {
    memo = memo.blocking(trackSid);
  }

  /**
   * How many sections to ask the client for so that {@code wanted} finds room at its next offer;
   * {0, 0} if a new offer is enough. What was asked for already is not counted again (trap 8), so
   * each result must be sent.
   */
  public Missing missing(List<WantedTrack> wanted) {
    Set<String> bound = new HashSet<>();
    memo.down().forEach(section -> bound.add(section.trackSid()));
    int audio = 0;
    int video = 0;
    for (WantedTrack track : wanted) {
      if (!track.codecMime().isEmpty() && bound.add(track.trackSid())) {
        audio += track.kind() == Kind.AUDIO ? 1 : 0;
        video += track.kind() == Kind.VIDEO ? 1 : 0;
      }
    }
    SectionRequests audios = memo.audio();
    SectionRequests videos = memo.video();
    return ask(
        memo.carriesDownTracks() ? audio - audios.idle() : 0,
        memo.carriesDownTracks() ? video - videos.idle() : 0);
  }

  /** The client may have missed what it was asked for: it is asked again. */
  public void forgetRequests() {
    memo =
        memo.with(
            memo.local(), memo.up(), memo.blocked(), memo.audio().forget(), memo.video().forget());
  }

  /**
   * Answers an offer.
   *
   * @param room name of the room, for the media plane's events
   * @param publications tracks announced by add_track; those bound to a section already stay bound
   *     while it sends, listed or not
   * @param wanted all subscriptions that should be sent
   * @throws SdpException if the offer cannot be used; nothing has changed then
   */
  public Answer answer(
      SessionDescription offer,
      String room,
      List<PendingTrack> publications,
      List<WantedTrack> wanted)
      throws SdpException {
    OfferedTransport remote = OfferedTransport.of(offer);
    OfferedSections sections = OfferedSections.of(offer, memo.everSent());
    List<UpSection> up =
        new UpMatcher(publications, quirks.unpublishable(), memo.blocked())
            .match(sections.sending(), memo.up());
    DownBinder binder = new DownBinder(quirks.unreceivable(), ssrcs(offer));
    List<WantedTrack> sendable = memo.carriesDownTracks() ? wanted : List.of();
    List<DownSection> down = binder.bind(sections.receiving(), sendable, memo.down());
    Setup setup = remote.localRole() == DtlsRole.CLIENT ? Setup.ACTIVE : Setup.PASSIVE;
    AnswerSections writer = new AnswerSections(memo.local(), setup, opusFmtp(up));
    SessionDescription answer = describe(offer, writer, up, down);
    List<BoundUpTrack> upTracks = upTracks(sections, up, writer, room);
    final Memo before = memo;
    memo = before.next(remote.ice(), sections, up, down);
    Missing missing = ask(binder.unmet(Kind.AUDIO), binder.unmet(Kind.VIDEO));
    return new Answer(
        answer.toText(),
        midToTrackSid(down),
        remote.ice(),
        remote.fingerprint(),
        remote.localRole(),
        before.isRestart(remote.ice()),
        upTracks,
        gone(before.up(), up, UpSection::trackSid),
        changed(before.down(), down),
        gone(before.down(), down, DownSection::trackSid),
        binder.unsupported(),
        missing.audios(),
        missing.videos());
  }

  /** Reads an offer and {@linkplain #answer(SessionDescription, String, List, List) answers}. */
  public Answer answer(
      String offerSdp, String room, List<PendingTrack> publications, List<WantedTrack> wanted)
      throws SdpException {
    return answer(SessionDescription.parse(offerSdp), room, publications, wanted);
  }

  private SessionDescription describe(
      SessionDescription offer, AnswerSections writer, List<UpSection> up, List<DownSection> down) {
    Map<String, UpSection> upByMid = new HashMap<>();
    up.forEach(section -> upByMid.put(section.mid(), section));
    Map<String, DownSection> downByMid = new HashMap<>();
    down.forEach(section -> downByMid.put(section.mid(), section));
    List<MediaSection> answered = new ArrayList<>();
    List<String> bundle = new ArrayList<>();
    boolean dataChannel = false;
    for (MediaSection section : offer.sections()) {
      boolean usable = !section.isRejected() && OfferedTransport.carries(offer, section);
      MediaSection reply;
      if (usable && upByMid.containsKey(section.mid())) {
        reply = writer.receiving(section, upByMid.get(section.mid()));
      } else if (usable && downByMid.containsKey(section.mid())) {
        reply = writer.sending(section, downByMid.get(section.mid()));
      } else if (usable && section.kind().isPresent()) {
        reply = writer.inactive(section);
      } else if (usable && section.isDataChannel() && !dataChannel) {
        reply = writer.dataChannel(section);
        dataChannel = true;
      } else {
        reply = writer.rejected(section);
      }
      answered.add(reply);
      if (!reply.isRejected()) {
        bundle.add(section.mid());
      }
    }
    return new SessionDescription(
        memo.sessionId(),
        memo.version(),
        offer.bundle().isEmpty() ? List.of() : bundle,
        quirks.iceLite(),
        offer.extmapAllowMixed(),
        answered);
  }

  private Ssrcs ssrcs(SessionDescription offer) {
    Ssrcs ssrcs = new Ssrcs(random);
    offer.sections().forEach(section -> section.sources().forEach(s -> ssrcs.use(s.ssrc())));
    for (DownSection section : memo.down()) {
      ssrcs.use(section.spec().ssrc());
      ssrcs.use(section.spec().rtxSsrc());
    }
    return ssrcs;
  }

  private Missing ask(int unmetAudio, int unmetVideo) {
    int audio = memo.audio().missing(unmetAudio);
    int video = memo.video().missing(unmetVideo);
    memo = memo.asking(audio, video);
    return new Missing(audio, video);
  }

  /** One text for all audio sections (RFC 8843 10.1.2), so the most demanding track decides. */
  private static String opusFmtp(List<UpSection> up) {
    boolean discontinuous = true;
    boolean stereo = false;
    for (UpSection section : up) {
      discontinuous &= section.codec() != Codec.OPUS || section.discontinuous();
      stereo |= section.codec() == Codec.OPUS && section.stereo();
    }
    return "minptime=10;useinbandfec=1"
        + (discontinuous ? ";usedtx=1" : "")
        + (stereo ? ";stereo=1;maxaveragebitrate=510000" : "");
  }

  private static List<BoundUpTrack> upTracks(
      OfferedSections sections, List<UpSection> up, AnswerSections writer, String room) {
    Map<String, UpSection> byMid = new HashMap<>();
    up.forEach(section -> byMid.put(section.mid(), section));
    List<BoundUpTrack> tracks = new ArrayList<>();
    for (MediaSection offered : sections.sending()) {
      UpSection section = byMid.get(offered.mid());
      if (section != null) {
        NegotiatedCodec agreed = writer.codec(offered, section.codec());
        UpTrackSpec spec =
            new UpTrackSpec(
                section.trackSid(),
                room,
                section.codec().kind(),
                section.mid(),
                List.of(agreed.toRtpCodec(agreed.payload().fmtp())),
                agreed.extensions(),
                SendStreams.of(offered),
                section.speaks());
        tracks.add(new BoundUpTrack(section.trackSid(), section.cid(), spec, section.codec()));
      }
    }
    return tracks;
  }

  private static Map<String, String> midToTrackSid(List<DownSection> down) {
    Map<String, String> map = new LinkedHashMap<>();
    down.forEach(section -> map.put(section.mid(), section.trackSid()));
    return map;
  }

  private static <T> List<String> gone(List<T> before, List<T> now, Function<T, String> trackSid) {
    Set<String> left = new LinkedHashSet<>();
    before.forEach(section -> left.add(trackSid.apply(section)));
    now.forEach(section -> left.remove(trackSid.apply(section)));
    return List.copyOf(left);
  }

  private static List<BoundDownTrack> changed(List<DownSection> before, List<DownSection> now) {
    Map<String, DownSection> byMid = new HashMap<>();
    before.forEach(section -> byMid.put(section.mid(), section));
    List<BoundDownTrack> changed = new ArrayList<>();
    for (DownSection section : now) {
      DownSection former = byMid.get(section.mid());
      if (former == null || !section.sendsAs(former)) {
        changed.add(new BoundDownTrack(section.trackSid(), section.spec()));
      }
    }
    return changed;
  }

  /**
   * Sections to ask for by media_sections_requirement.
   *
   * @param audios audio sections to add
   * @param videos video sections to add
   */
  public record Missing(int audios, int videos) {}

  /**
   * See {@link AnsweringConnection#memo}.
   *
   * @param local what we put in the next answer
   * @param carriesDownTracks see the constructor
   * @param sessionId in {@code o=}
   * @param version of the next answer
   * @param remote the client's credentials, both empty before the first offer
   * @param up sending sections that are bound
   * @param down receiving sections that are bound
   * @param everSent mids that have carried a publication and serve no subscription
   * @param blocked mid to the sid that we unpublished while the client goes on sending
   * @param audio receiving audio sections
   * @param video receiving video sections
   */
  public record Memo(
      LocalTransport local,
      boolean carriesDownTracks,
      long sessionId,
      long version,
      IceCredentials remote,
      List<UpSection> up,
      List<DownSection> down,
      List<String> everSent,
      Map<String, String> blocked,
      SectionRequests audio,
      SectionRequests video) {
    private static Memo initial(LocalTransport local, boolean carriesDownTracks, long sessionId) {
      return new Memo(
          local,
          carriesDownTracks,
          sessionId,
          1,
          new IceCredentials("", ""),
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          SectionRequests.NONE,
          SectionRequests.NONE);
    }

    private boolean isRestart(IceCredentials offered) {
      return !remote.ufrag().isEmpty() && !remote.equals(offered);
    }

    private Memo next(
        IceCredentials ice,
        OfferedSections sections,
        List<UpSection> nowUp,
        List<DownSection> nowDown) {
      Map<String, String> stillBlocked = new HashMap<>(blocked);
      stillBlocked.keySet().retainAll(sections.sendingMids());
      nowUp.forEach(section -> stillBlocked.remove(section.mid()));
      return new Memo(
          local,
          carriesDownTracks,
          sessionId,
          version + 1,
          ice,
          List.copyOf(nowUp),
          List.copyOf(nowDown),
          sections.everSent(),
          Map.copyOf(stillBlocked),
          counted(audio, Kind.AUDIO, sections, nowDown),
          counted(video, Kind.VIDEO, sections, nowDown));
    }

    private static SectionRequests counted(
        SectionRequests requests, Kind kind, OfferedSections sections, List<DownSection> down) {
      int offered = sections.receiving(kind);
      int bound = (int) down.stream().filter(section -> section.spec().kind() == kind).count();
      return requests.onOffer(offered, offered - bound);
    }

    private Memo with(
        LocalTransport newLocal,
        List<UpSection> newUp,
        Map<String, String> newBlocked,
        SectionRequests newAudio,
        SectionRequests newVideo) {
      return new Memo(
          newLocal,
          carriesDownTracks,
          sessionId,
          version,
          remote,
          newUp,
          down,
          everSent,
          newBlocked,
          newAudio,
          newVideo);
    }

    private Memo withLocal(LocalTransport newLocal) {
      return with(newLocal, up, blocked, audio, video);
    }

    private Memo asking(int audios, int videos) {
      return with(local, up, blocked, audio.ask(audios), video.ask(videos));
    }

    private Memo blocking(String trackSid) {
      Map<String, String> newBlocked = new HashMap<>(blocked);
      List<UpSection> left = new ArrayList<>();
      for (UpSection section : up) {
        if (section.trackSid().equals(trackSid)) {
          newBlocked.put(section.mid(), trackSid);
        } else {
          left.add(section);
        }
      }
      return with(local, List.copyOf(left), Map.copyOf(newBlocked), audio, video);
    }
  }

  /**
   * An answer and what it settles.
   *
   * @param sdp to send
   * @param midToTrackSid every section that we send on, complete
   * @param remoteIce the client's credentials
   * @param remoteFingerprint of the client's certificate
   * @param localRole our DTLS role
   * @param iceRestarted whether the client's credentials changed since the previous answer
   * @param upTracks all sending sections bound now, the complete desired state
   * @param removedUpTracks sids whose section stopped since the previous answer: unpublish
   * @param downTracks newly bound or changed
   * @param removedDownTracks sids that were bound and are not any more
   * @param unsupported wanted sids whose codec the client cannot receive: SE_CODEC_UNSUPPORTED
   * @param missingAudio audio sections to ask for by media_sections_requirement
   * @param missingVideo video sections to ask for by media_sections_requirement
   */
  public record Answer(
      String sdp,
      Map<String, String> midToTrackSid,
      IceCredentials remoteIce,
      Fingerprint remoteFingerprint,
      DtlsRole localRole,
      boolean iceRestarted,
      List<BoundUpTrack> upTracks,
      List<String> removedUpTracks,
      List<BoundDownTrack> downTracks,
      List<String> removedDownTracks,
      List<String> unsupported,
      int missingAudio,
      int missingVideo) {}
}
