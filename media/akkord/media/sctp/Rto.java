package akkord.media.sctp;

/**
 * The retransmission timeout (RFC 9260 6.3), ns. Its bounds are narrower than the RFC's, as in
 * browsers: data channels are interactive, and ICE tells when the peer is gone.
 */
final class Rto {
  static final long INITIAL = 500_000_000L;
  static final long MIN = 250_000_000L;
  static final long MAX = 10_000_000_000L;

  private long smoothed;
  private long variation;
  private long current = INITIAL;

  /** A round trip was measured. */
  void sample(long roundTrip) {
    if (smoothed == 0) {
      smoothed = Math.max(1, roundTrip);
      variation = roundTrip / 2;
    } else {
      variation += (Math.abs(smoothed - roundTrip) - variation) / 4;
      smoothed += (roundTrip - smoothed) / 8;
    }
    current = Math.clamp(smoothed + 4 * variation, MIN, MAX);
  }

  /** The timer expired. */
  void backOff() {
    current = Math.min(2 * current, MAX);
  }

  long current() {
    return current;
  }

  /** Smoothed round trip, {@link #INITIAL} before the first measurement. */
  long roundTrip() {
    return smoothed == 0 ? INITIAL : smoothed;
  }
}
