package akkord.media.forward;

/** The sender reports lately sent for one track: their echo tells the round-trip time. */
final class SenderReports {
  private static final int SIZE = 8;
  private static final long NANOS = 1_000_000_000L;

  private final int[] middles = new int[SIZE];
  private final long[] sentAt = new long[SIZE];
  private int count;

  /** Remembers a report with this NTP time. */
  void onSent(long ntp, long now) {
    int slot = count++ & (SIZE - 1);
    middles[slot] = middle(ntp);
    sentAt[slot] = now;
  }

  /**
   * The round-trip time that a report block tells (RFC 3550 6.4.1), in nanoseconds.
   *
   * @param lastSenderReport middle 32 bits of an NTP time
   * @param delay in 1/65536 s, unsigned 32 bits
   * @return -1 if the report is not remembered
   */
  long roundTripTime(long lastSenderReport, long delay, long now) {
    if (lastSenderReport == 0) {
      return -1;
    }
    for (int i = 0; i < Math.min(count, SIZE); i++) {
      if (middles[i] == (int) lastSenderReport) {
        return Math.max(0, now - sentAt[i] - ((delay * NANOS) >> 16));
      }
    }
    return -1;
  }

  private static int middle(long ntp) {
    return (int) (ntp >> 16);
  }
}
