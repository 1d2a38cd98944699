package akkord.media.rtcp;

import akkord.media.net.Bytes;

/** Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 2.2). */
public final class Remb {
  static final int FORMAT = 15;

  private static final int IDENTIFIER = 0x52454D42;
  private static final int FIXED = Feedback.BYTES + 8;

  private Remb() {}

  /** Tells REMB from other application feedback; null if it is too short. */
  static RtcpType classify(byte[] bytes, int block, int content) {
    if (content < Feedback.BYTES + 4) {
      return content < Feedback.BYTES ? null : RtcpType.OTHER;
    }
    if (Bytes.getInt(bytes, block + Feedback.BYTES) != IDENTIFIER) {
      return RtcpType.OTHER;
    }
    boolean fits =
        content >= FIXED && content >= FIXED + 4 * Bytes.getByte(bytes, block + Feedback.BYTES + 4);
    return fits ? RtcpType.REMB : null;
  }

  /** The bitrate the receiver believes in, bit/s; Long.MAX_VALUE if it is larger than that. */
  public static long bitrate(RtcpReader reader) {
    int word = Bytes.getInt(reader.bytes(), reader.block() + Feedback.BYTES + 4);
    int exponent = word >>> 18 & 0x3F;
    long mantissa = word & 0x3FFFF;
    boolean overflows = mantissa != 0 && exponent >= Long.numberOfLeadingZeros(mantissa);
    return overflows ? Long.MAX_VALUE : mantissa << exponent;
  }

  /** How many streams it speaks of, 0..255. */
  public static int count(RtcpReader reader) {
    return Bytes.getByte(reader.bytes(), reader.block() + Feedback.BYTES + 4);
  }

  /** A stream it speaks of, 0..2^32-1. */
  public static long ssrc(RtcpReader reader, int index) {
    return Bytes.getUnsignedInt(reader.bytes(), reader.block() + FIXED + 4 * index);
  }
}
