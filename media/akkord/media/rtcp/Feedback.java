package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/** What all feedback messages share (RFC 4585 6.1): who sends it and which stream it is about. */
public final class Feedback {
  static final int TRANSPORT = 205;
  static final int PAYLOAD = 206;
  static final int BYTES = 12;

  private Feedback() {}

  /** The stream the current feedback is about, 0..2^32-1; 0 where items name the streams. */
  public static long mediaSsrc(RtcpReader reader) {
    return Bytes.getUnsignedInt(reader.bytes(), reader.block() + 8);
  }

  /** As {@link RtcpWriter#append}, with both SSRCs filled in. */
  static int append(
      Packet packet, int packetType, int format, int bytes, long senderSsrc, long mediaSsrc) {
    int block = RtcpWriter.append(packet, packetType, format, bytes);
    if (block >= 0) {
      Bytes.putInt(packet.bytes, block + 4, (int) senderSsrc);
      Bytes.putInt(packet.bytes, block + 8, (int) mediaSsrc);
    }
    return block;
  }
}
