package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/** Goodbye (RFC 3550 6.6). */
public final class Bye {
  static final int PACKET_TYPE = 203;

  private Bye() {}

  /** How many sources leave, 0..31. */
  public static int count(RtcpReader reader) {
    return reader.count();
  }

  /** A source that leaves, 0..2^32-1. */
  public static long ssrc(RtcpReader reader, int index) {
    return Bytes.getUnsignedInt(reader.bytes(), reader.block() + RtcpReader.HEADER + 4 * index);
  }

  /**
   * Appends a goodbye of one source.
   *
   * @return false if it has no room
   */
  public static boolean append(Packet packet, long ssrc) {
    int block = RtcpWriter.append(packet, PACKET_TYPE, 1, RtcpReader.HEADER + 4);
    if (block >= 0) {
      Bytes.putInt(packet.bytes, block + 4, (int) ssrc);
    }
    return block >= 0;
  }
}
