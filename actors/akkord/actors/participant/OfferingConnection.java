package akkord.actors.participant;

import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.sdp.SdpException;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A connection whose offers come from us: the subscriber's in dual-PC mode (clients.md 1.4). */
public final class OfferingConnection {
  private final ClientQuirks quirks;
  private final RandomGenerator random;
  private LocalTransport local;

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
    this.local = local;
    this.quirks = quirks;
    this.random = random;
  }

  /** The connection that {@link #memo} described. */
  public static OfferingConnection restore(Memo memo, ClientQuirks quirks) {
    return new OfferingConnection(memo.local(), quirks);
  }

  /** What the connection remembers: strings, numbers, lists and maps, fit for Jackson. */
  public Memo memo() {
    return new Memo(local);
  }

  /** Our credentials of the next offer. */
  public void restartIce(IceCredentials fresh) {
    local = local.withIce(fresh);
  }

  /**
   * A new offer for exactly these tracks. The sections of others turn inactive; the first offer may
   * be for data channels only.
   */
  public Offer offer(List<WantedTrack> wanted) {
    return new Offer("" + quirks + random, Map.of());
  }

  /**
   * Takes the answer to the last offer.
   *
   * @throws SdpException if it cannot be used; nothing has changed then
   */
  public Answered onAnswer(String answerSdp) throws SdpException {
    if (!answerSdp.isEmpty()) {
      throw new SdpException("no offer is waiting for an answer");
    }
    return null;
  }

  /** See {@link #memo}. */
  public record Memo(LocalTransport local) {}

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
