package akkord.fuzz;

import akkord.media.IceCredentials;
import akkord.media.QuietOutput;
import akkord.media.ice.IceLite;
import akkord.media.ice.StunIntegrity;
import akkord.media.ice.StunMessage;
import akkord.media.ice.StunWriter;
import akkord.media.net.Packet;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** STUN bytes of any shape neither throw nor, unsigned, get an answer or a memory. */
class StunFuzzTest {
  private static final IceCredentials OURS = new IceCredentials("ours", "our-password-of-22-chars");
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
  private static final StunIntegrity KEY = new StunIntegrity(OURS.password());

  private static final class Silence implements QuietOutput, IceLite.Listener {
    int answers;

    @Override
    public void send(Packet packet, InetSocketAddress to) {
      answers++;
    }

    @Override
    public boolean addressValidated(InetSocketAddress remote, long now) {
      answers++;
      return true;
    }

    @Override
    public void addressForgotten(InetSocketAddress remote) {}

    @Override
    public void ufragRetired(String ufrag) {}
  }

  @FuzzTest(maxDuration = "20s")
  void unsigned(byte[] data) {
    Packet packet = new Packet();
    packet.remote = PEER;
    packet.length = Math.min(data.length, Packet.CAPACITY);
    System.arraycopy(data, 0, packet.bytes, 0, packet.length);
    StunMessage.localUfrag(packet);
    Silence silence = new Silence();
    new IceLite(OURS, silence, 0).onDatagram(packet, 0, silence);
    if (silence.answers > 0) {
      throw new AssertionError("answered without the password");
    }
  }

  @FuzzTest(maxDuration = "20s")
  void signedAttributes(byte[] data) {
    Packet packet = new Packet();
    packet.remote = PEER;
    StunWriter writer = new StunWriter();
    writer.begin(packet, StunMessage.BINDING_REQUEST, new byte[12], 0);
    writer.attribute(0x0006, "ours:x".getBytes(java.nio.charset.StandardCharsets.UTF_8), 6);
    for (int at = 0; at + 3 <= data.length && packet.length < 1200; ) {
      int length = Math.min(data[at + 2] & 0x1F, data.length - at - 3);
      byte[] value = Arrays.copyOfRange(data, at + 3, at + 3 + length);
      writer.attribute((data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF), value, length);
      at += 3 + length;
    }
    writer.integrity(KEY);
    writer.fingerprint();
    Silence silence = new Silence();
    new IceLite(OURS, silence, 0).onDatagram(packet, 0, silence);
  }
}
