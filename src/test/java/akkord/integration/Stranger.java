package akkord.integration;

import akkord.media.ice.StunAttribute;
import akkord.media.ice.StunIntegrity;
import akkord.media.ice.StunMessage;
import akkord.media.ice.StunWriter;
import akkord.media.net.Packet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A socket that belongs to no session. */
final class Stranger implements AutoCloseable {
  private static final byte[] TRANSACTION = "twelve bytes".getBytes(StandardCharsets.US_ASCII);

  private final DatagramChannel channel = DatagramChannel.open();

  Stranger(InetSocketAddress server) throws IOException {
    channel.connect(server);
    channel.configureBlocking(false);
  }

  void send(byte[] datagram) throws IOException {
    channel.write(ByteBuffer.wrap(datagram));
  }

  /** Whether the server has sent anything. */
  boolean heardSomething() throws IOException {
    return channel.read(ByteBuffer.allocate(Packet.CAPACITY)) > 0;
  }

  /** A check that would make its sender's address the way to somebody, if it knew the password. */
  static byte[] check(String serverUfrag, String clientUfrag, String password) {
    Packet packet = new Packet();
    StunWriter writer = new StunWriter();
    byte[] name = (serverUfrag + ":" + clientUfrag).getBytes(StandardCharsets.UTF_8);
    writer.begin(packet, StunMessage.BINDING_REQUEST, TRANSACTION, 0);
    writer.attribute(StunAttribute.USERNAME, name, name.length);
    writer.number64(StunAttribute.ICE_CONTROLLING, 1);
    writer.number32(StunAttribute.PRIORITY, 0x6E0001FFL);
    writer.flag(StunAttribute.USE_CANDIDATE);
    writer.integrity(new StunIntegrity(password));
    writer.fingerprint();
    return Arrays.copyOfRange(packet.bytes, packet.offset, packet.offset + packet.length);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
