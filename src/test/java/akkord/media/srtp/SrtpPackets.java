package akkord.media.srtp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;
import java.util.Arrays;

/** Keys and packets for tests. */
final class SrtpPackets {
  private SrtpPackets() {}

  static SrtpKeys keys(SrtpProfile profile) {
    return SrtpKeys.fromExport(profile, material(profile), true);
  }

  /** The same association seen by the other side. */
  static SrtpKeys mirrored(SrtpProfile profile) {
    return SrtpKeys.fromExport(profile, material(profile), false);
  }

  static byte[] material(SrtpProfile profile) {
    byte[] material = new byte[profile.exportLength()];
    for (int i = 0; i < material.length; i++) {
      material[i] = (byte) (i * 37 + 11);
    }
    return material;
  }

  static Packet rtp(int ssrc, int sequence, int payloadBytes) {
    Packet packet = new Packet();
    fillRtp(packet, ssrc, sequence, payloadBytes);
    return packet;
  }

  static void fillRtp(Packet packet, int ssrc, int sequence, int payloadBytes) {
    packet.offset = 0;
    packet.length = 20 + payloadBytes;
    byte[] bytes = packet.bytes;
    Bytes.putInt(bytes, 0, 0x90600000 | (sequence & 0xFFFF));
    Bytes.putInt(bytes, 4, sequence * 3000);
    Bytes.putInt(bytes, 8, ssrc);
    Bytes.putInt(bytes, 12, 0xBEDE0001);
    Bytes.putInt(bytes, 16, 0x10410000);
    for (int i = 0; i < payloadBytes; i++) {
      bytes[20 + i] = (byte) (i + sequence);
    }
  }

  static Packet rtcp(int ssrc) {
    Packet packet = new Packet();
    packet.length = 32;
    Bytes.putInt(packet.bytes, 0, 0x81C90007);
    Bytes.putInt(packet.bytes, 4, ssrc);
    for (int i = 8; i < packet.length; i++) {
      packet.bytes[i] = (byte) i;
    }
    return packet;
  }

  static Packet copy(Packet packet) {
    Packet copy = new Packet();
    copy.copyOf(packet);
    return copy;
  }

  static byte[] content(Packet packet) {
    return Arrays.copyOfRange(packet.bytes, packet.offset, packet.offset + packet.length);
  }
}
