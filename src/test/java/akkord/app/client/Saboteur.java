package akkord.app.client;

import akkord.media.net.Packet;
import java.util.Arrays;

/** Sends what a well-behaved client never would, from a client's own address and with its keys. */
public final class Saboteur {
  private final ClientTransport transport;

  /** Misuses a connected transport; everything else here runs on its loop's thread. */
  public Saboteur(ClientTransport transport) {
    this.transport = transport;
  }

  /** Sends bytes as they are. */
  public void send(byte[] datagram) {
    Packet packet = new Packet();
    System.arraycopy(datagram, 0, packet.bytes, 0, datagram.length);
    packet.length = datagram.length;
    transport.write(packet);
  }

  /** The SRTP packet of a plain RTP packet. */
  public byte[] protectRtp(byte[] plain) {
    Packet packet = packet(plain);
    refuse(transport.srtp().protectRtp(packet));
    return Arrays.copyOfRange(packet.bytes, packet.offset, packet.offset + packet.length);
  }

  /** The SRTCP packet of a plain RTCP packet. */
  public byte[] protectRtcp(byte[] plain) {
    Packet packet = packet(plain);
    refuse(transport.srtp().protectRtcp(packet));
    return Arrays.copyOfRange(packet.bytes, packet.offset, packet.offset + packet.length);
  }

  private static Packet packet(byte[] plain) {
    Packet packet = new Packet();
    System.arraycopy(plain, 0, packet.bytes, 0, plain.length);
    packet.length = plain.length;
    return packet;
  }

  private static void refuse(Object reason) {
    if (reason != null) {
      throw new IllegalArgumentException("not protected: " + reason);
    }
  }
}
