package akkord.media.rtp;

/** What an AV1 aggregation header says about frames (AV1 RTP payload format 4.4). */
public final class Av1 {
  private static final int CONTINUES = 0x80;
  private static final int NEW_SEQUENCE = 0x08;

  private Av1() {}

  /** Whether the packet begins a coded video sequence, that is a key frame. */
  public static boolean isKeyFrameStart(byte[] bytes, int offset, int length) {
    return length >= 1 && (bytes[offset] & (CONTINUES | NEW_SEQUENCE)) == NEW_SEQUENCE;
  }
}
