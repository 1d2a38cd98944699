package akkord.media.sctp;

/** How many bytes may be under way (RFC 9260 7.2). */
final class CongestionControl {
  private static final int MTU = PacketWriter.MTU;
  private static final int INITIAL = Math.min(4 * MTU, Math.max(2 * MTU, 4404));
  private static final int MAX = 16 << 20;

  private int window = INITIAL;
  private int threshold = Integer.MAX_VALUE;
  private int acknowledged;
  private boolean recovering;
  private int recoveryExit;

  int window() {
    return window;
  }

  /** Whether a loss is being repaired that has already cost half the window. */
  boolean recovering() {
    return recovering;
  }

  /**
   * Bytes arrived.
   *
   * @param acked how many
   * @param before bytes under way before that
   * @param cumulative everything below this TSN has arrived
   * @param advanced whether the latter is news
   */
  void onAcked(int acked, int before, int cumulative, boolean advanced) {
    if (recovering) {
      if (cumulative - recoveryExit >= 0) {
        recovering = false;
      }
      return;
    }
    if (!advanced) {
      return;
    }
    boolean full = before >= window;
    if (window <= threshold) {
      if (full) {
        window = Math.min(MAX, window + Math.min(acked, MTU));
      }
      return;
    }
    acknowledged += acked;
    if (acknowledged >= window && full) {
      acknowledged -= window;
      window = Math.min(MAX, window + MTU);
    }
    acknowledged = Math.min(acknowledged, window);
  }

  /**
   * A packet was lost.
   *
   * @param next the next new TSN: what is below it belongs to this loss
   */
  void onLoss(int next) {
    if (!recovering) {
      recovering = true;
      recoveryExit = next;
      halve();
      window = threshold;
    }
  }

  /** Nothing came back in time. */
  void onTimeout() {
    recovering = false;
    halve();
    window = MTU;
  }

  /** Nothing was sent for a while: what the path bears is not known any more. */
  void onIdle() {
    window = Math.max(window / 2, Math.min(window, INITIAL));
    acknowledged = 0;
  }

  private void halve() {
    threshold = Math.max(window / 2, 4 * MTU);
    acknowledged = 0;
  }
}
