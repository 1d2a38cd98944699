package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/** Appends blocks to the bytes of interest of a packet. */
final class RtcpWriter {
  private static final int VERSION = 0x80;

  private RtcpWriter() {}

  /**
   * Appends a header and room for the rest of the block.
   *
   * @param bytes of the whole block, a multiple of 4
   * @return where the block starts in {@code packet.bytes}, -1 if it has no room
   */
  static int append(Packet packet, int packetType, int count, int bytes) {
    int block = packet.offset + packet.length;
    if (block + bytes > packet.bytes.length) {
      return -1;
    }
    packet.length += bytes;
    Bytes.putByte(packet.bytes, block, VERSION | count);
    Bytes.putByte(packet.bytes, block + 1, packetType);
    Bytes.putShort(packet.bytes, block + 2, bytes / 4 - 1);
    return block;
  }
}
