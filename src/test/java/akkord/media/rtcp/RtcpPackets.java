package akkord.media.rtcp;

import akkord.media.net.Packet;
import java.util.HexFormat;

/** Packets for tests. */
final class RtcpPackets {
  private RtcpPackets() {}

  /** A packet of these bytes at an odd offset, blanks ignored. */
  static Packet packet(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    Packet packet = empty();
    System.arraycopy(bytes, 0, packet.bytes, packet.offset, bytes.length);
    packet.length = bytes.length;
    return packet;
  }

  /** An empty packet full of old bytes, so that a writer must set every byte it claims. */
  static Packet empty() {
    Packet packet = new Packet();
    java.util.Arrays.fill(packet.bytes, (byte) 0xEE);
    packet.offset = 13;
    return packet;
  }

  static String hex(Packet packet) {
    return HexFormat.of().formatHex(packet.bytes, packet.offset, packet.offset + packet.length);
  }

  /** A reader at the first block, which is there. */
  static RtcpReader read(Packet packet) {
    RtcpReader reader = new RtcpReader();
    reader.wrap(packet);
    if (!reader.next()) {
      throw new AssertionError("no block in " + hex(packet));
    }
    return reader;
  }
}
