package akkord.media.forward;

import akkord.media.Output;

/** Who feeds an {@link UpTrack}, and so takes its wishes: a transport or a relay link. */
public interface UpTrackSource {
  /** Asks for a key frame of {@code stream} (PLI, RFC 4585 6.3.1); already throttled. */
  void requestKeyFrame(UpStream stream, long now, Output out);

  /**
   * Asks for lost packets of {@code stream} (generic NACK, RFC 4585 6.2.1); already paced.
   *
   * @param sequenceNumbers 0..65535 in ascending order; valid during the call
   * @param count how many of them, 1..{@link NackGenerator#MAX_REQUESTS}
   */
  void requestRetransmission(
      UpStream stream, int[] sequenceNumbers, int count, long now, Output out);

  /** An up-track that it feeds threw while somebody else had a wish: this is for the publisher. */
  void failed(RuntimeException cause);
}
