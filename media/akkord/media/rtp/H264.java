package akkord.media.rtp;

/** Key frames in H.264 payloads (RFC 6184 5.2). */
public final class H264 {
  private static final int IDR = 5;
  private static final int SPS = 7;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;

  private H264() {}

  /**
   * Whether the payload holds a sequence parameter set, alone, aggregated or as first fragment:
   * encoders send it in front of every IDR picture.
   */
  public static boolean hasParameterSet(byte[] bytes, int offset, int length) {
    return has(SPS, bytes, offset, length);
  }

  /** Whether the payload holds an IDR slice, or the first fragment of one. */
  public static boolean hasIdr(byte[] bytes, int offset, int length) {
    return has(IDR, bytes, offset, length);
  }

  private static boolean has(int wanted, byte[] bytes, int offset, int length) {
    if (length < 1) {
      return false;
    }
    int type = bytes[offset] & 0x1F;
    return switch (type) {
      case STAP_A -> aggregateHas(wanted, bytes, offset + 1, offset + length);
      case FU_A ->
          length >= 2 && (bytes[offset + 1] & 0x80) != 0 && (bytes[offset + 1] & 0x1F) == wanted;
      default -> type == wanted;
    };
  }

  private static boolean aggregateHas(int wanted, byte[] bytes, int from, int end) {
    int at = from;
    while (at + 2 < end) {
      if ((bytes[at + 2] & 0x1F) == wanted) {
        return true;
      }
      at += 2 + RtpPacket.getShort(bytes, at);
    }
    return false;
  }
}
