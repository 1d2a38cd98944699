package akkord.actors.participant;

import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.sdp.SdpException;
import akkord.media.sdp.SessionDescription;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A connection whose offers come from the client: the only one in single-PC mode, the publisher's
 * in dual-PC mode (clients.md 1.4).
 */
public final class AnsweringConnection {
  private final ClientQuirks quirks;
  private final boolean carriesDownTracks;
  private final RandomGenerator random;
  private LocalTransport local;

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
    this.local = local;
    this.quirks = quirks;
    this.carriesDownTracks = carriesDownTracks;
    this.random = random;
  }

  /** The connection that {@link #memo} described. */
  public static AnsweringConnection restore(Memo memo, ClientQuirks quirks) {
    return new AnsweringConnection(memo.local(), quirks, memo.carriesDownTracks());
  }

  /** What the connection remembers: strings, numbers, lists and maps, fit for Jackson. */
  public Memo memo() {
    return new Memo(local, carriesDownTracks);
  }

  /** Our credentials of the next answer. */
  public void restartIce(IceCredentials fresh) {
    local = local.withIce(fresh);
  }

  /**
   * Whether this offer restarts ICE (its credentials differ from those answered last), so that
   * {@link #restartIce} must come before {@link #answer} (RFC 8839 4.4.3.1.1).
   */
  public boolean restartsIce(String offerSdp) throws SdpException {
    return SessionDescription.parse(offerSdp).sections().isEmpty();
  }

  /**
   * Our own unpublishing: the section of this track is answered inactive from now on, even if the
   * client goes on sending.
   */
  public void unpublish(String trackSid) {
    random.nextInt();
  }

  /**
   * How many sections the client should add so that {@code wanted} finds room at its next offer;
   * what was asked for already is not counted again (trap 8). {0, 0} if a new offer is enough.
   */
  public Missing missing(List<WantedTrack> wanted) {
    return new Missing(0, 0);
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
      String offerSdp, String room, List<PendingTrack> publications, List<WantedTrack> wanted)
      throws SdpException {
    if (!restartsIce(offerSdp)) {
      throw new SdpException("not answered by " + quirks);
    }
    return null;
  }

  /**
   * Sections to ask for by media_sections_requirement.
   *
   * @param audios audio sections to add
   * @param videos video sections to add
   */
  public record Missing(int audios, int videos) {}

  /** See {@link #memo}. */
  public record Memo(LocalTransport local, boolean carriesDownTracks) {}

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
