package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/** Full intra request (RFC 5104 4.3.1): key frames of one or more streams. */
public final class Fir {
  static final int FORMAT = 4;

  private static final int ENTRY = 8;

  private Fir() {}

  /** How many streams the current block asks for. */
  public static int count(RtcpReader reader) {
    return (reader.length() - Feedback.BYTES) / ENTRY;
  }

  /** A stream asked for, 0..2^32-1. */
  public static long ssrc(RtcpReader reader, int index) {
    return Bytes.getUnsignedInt(reader.bytes(), reader.block() + Feedback.BYTES + ENTRY * index);
  }

  /** Number of the request, 0..255: a repetition carries the same. */
  public static int sequenceNumber(RtcpReader reader, int index) {
    return Bytes.getByte(reader.bytes(), reader.block() + Feedback.BYTES + ENTRY * index + 4);
  }

  /**
   * Appends a request for a key frame of {@code mediaSsrc}.
   *
   * @param sequenceNumber one more than that of the previous request to this stream, modulo 256
   * @return false if it has no room
   */
  public static boolean append(Packet packet, long senderSsrc, long mediaSsrc, int sequenceNumber) {
    // RFC 5104 4.3.1.2: the media SSRC of the common header is zero.
    int block =
        Feedback.append(packet, Feedback.PAYLOAD, FORMAT, Feedback.BYTES + ENTRY, senderSsrc, 0);
    if (block >= 0) {
      Bytes.putInt(packet.bytes, block + Feedback.BYTES, (int) mediaSsrc);
      Bytes.putInt(packet.bytes, block + Feedback.BYTES + 4, sequenceNumber << 24);
    }
    return block >= 0;
  }
}
