package akkord.media.rtp;

/** What a VP9 payload descriptor says about frames (RFC 9628 4.2). */
public final class Vp9 {
  private static final int HAS_PICTURE_ID = 0x80;
  private static final int INTER_PREDICTED = 0x40;
  private static final int HAS_LAYERS = 0x20;
  private static final int START_OF_FRAME = 0x08;

  private Vp9() {}

  /** Whether the packet begins a layer frame. */
  public static boolean isFrameStart(byte[] bytes, int offset, int length) {
    return length >= 1 && (bytes[offset] & START_OF_FRAME) != 0;
  }

  /** Whether the packet begins a key picture: not predicted, lowest spatial layer. */
  public static boolean isKeyFrameStart(byte[] bytes, int offset, int length) {
    if (!isFrameStart(bytes, offset, length) || (bytes[offset] & INTER_PREDICTED) != 0) {
      return false;
    }
    if ((bytes[offset] & HAS_LAYERS) == 0) {
      return true;
    }
    int at = offset + 1;
    if ((bytes[offset] & HAS_PICTURE_ID) != 0) {
      at += at < offset + length && bytes[at] < 0 ? 2 : 1;
    }
    return at < offset + length && (bytes[at] & 0x0E) == 0;
  }
}
