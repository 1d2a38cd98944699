package akkord.media.rtp;

/** Arithmetic of 16-bit RTP sequence numbers, which wrap (RFC 3550 A.1, RFC 1982). */
public final class SequenceNumber {
  private static final int MASK = 0xFFFF;

  private SequenceNumber() {}

  /** Whether {@code a} comes after {@code b}: less than half the circle ahead. */
  public static boolean isNewer(int a, int b) {
    return distance(b, a) > 0;
  }

  /** Steps from {@code from} to {@code to}, -32768..32767; both 0..65535. */
  public static int distance(int from, int to) {
    return (short) (to - from);
  }

  /**
   * The extended number nearest to {@code reference} whose low 16 bits are {@code sequenceNumber}.
   */
  public static long extend(long reference, int sequenceNumber) {
    return reference + (short) (sequenceNumber - (int) reference);
  }

  /** The low 16 bits of an extended number. */
  public static int of(long extended) {
    return (int) extended & MASK;
  }
}
