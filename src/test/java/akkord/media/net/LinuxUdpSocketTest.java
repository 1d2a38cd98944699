package akkord.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class LinuxUdpSocketTest extends HostUdpSocketTest {
  private static final int IPV6_MTU = 24;

  @Override
  HostUdpSocket open(List<InetAddress> addresses, int port) throws IOException {
    return LinuxUdpSocket.open(addresses, port, 1 << 16, true);
  }

  @ParameterizedTest
  @CsvSource({"true, 2", "false, 8"})
  @Timeout(60)
  void packetsOfOneDestinationShareAMessageUnlessThatIsSwitchedOff(
      boolean segmentation, int messages) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (LinuxUdpSocket socket = LinuxUdpSocket.open(List.of(here), 0, 1 << 16, segmentation);
        LinuxEndpoint from = LinuxEndpoint.open(new InetSocketAddress(here, 0), 1 << 16)) {
      SendBatch batch = new SendBatch(from, socket, segmentation);
      for (int i = 0; i < 7; i++) {
        batch.add(packet(new InetSocketAddress(here, socket.port())));
      }
      batch.add(packet(new InetSocketAddress(here, from.port())));
      assertEquals(messages, batch.messages());
      batch.transmit();
      assertEquals(8, socket.packetsSent());
      awaitPackets(socket, 7, 100);
    }
  }

  @Test
  @Timeout(60)
  void orderAndDatagramEndTheWaitAlsoRightAfterADatagram() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (LinuxUdpSocket socket = LinuxUdpSocket.open(List.of(here), 0, 1 << 16, true)) {
      InetSocketAddress itself = new InetSocketAddress(here, socket.port());
      Packet[] received = {new Packet(), new Packet()};
      for (int i = 0; i < 200; i++) {
        Packet sent = socket.packet();
        sent.length = 100;
        socket.send(sent, itself);
        socket.flush();
        int count = 0;
        while (count == 0) {
          socket.awaitReadable(System.nanoTime() + 3_600_000_000_000L);
          count = socket.receive(received);
        }
        assertEquals(1, count);
        socket.wakeup();
        socket.awaitReadable(System.nanoTime() + 3_600_000_000_000L);
        socket.wakeup();
        socket.awaitReadable(System.nanoTime() + 3_600_000_000_000L);
        assertEquals(0, socket.receive(received));
      }
    }
  }

  @Test
  @Timeout(60)
  void theKernelTellsWhatTheReceiveBufferHadNoRoomFor() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    int sent = 800;
    try (LinuxUdpSocket socket = LinuxUdpSocket.open(List.of(here), 0, 1 << 16, true);
        LinuxEndpoint from = LinuxEndpoint.open(new InetSocketAddress(here, 0), 1 << 16)) {
      assertEquals(0, socket.packetsOverflowed());
      SendBatch batch = new SendBatch(from, socket, false);
      for (int i = 0; i < sent; i++) {
        batch.add(packet(new InetSocketAddress(here, socket.port())));
        batch.transmit();
      }
      Packet[] received = {new Packet(), new Packet(), new Packet(), new Packet()};
      int arrived = 0;
      while (arrived + socket.packetsOverflowed() < sent) {
        socket.awaitReadable(System.nanoTime() + 1_000_000_000L);
        arrived += socket.receive(received);
      }
      assertTrue(arrived < sent, "everything found room");
      assertEquals(sent - arrived, socket.packetsOverflowed());
    }
  }

  @Test
  @Timeout(60)
  void packetsThatSharedAMessageGoOneByOneWhereThePathIsTooNarrowForThem() throws Exception {
    InetAddress here = InetAddress.ofLiteral("::1");
    assumeTrue(NetworkInterface.getByInetAddress(here) != null, "no IPv6");
    try (LinuxUdpSocket socket = LinuxUdpSocket.open(List.of(here), 0, 1 << 16, true);
        LinuxEndpoint from = LinuxEndpoint.open(new InetSocketAddress(here, 0), 1 << 16);
        Arena arena = Arena.ofConfined()) {
      long narrow = arena.allocateFrom(ValueLayout.JAVA_INT, 1280).address();
      assertEquals(
          0,
          new LinuxCalls().setsockopt(from.fd(), LinuxEndpoint.IPPROTO_IPV6, IPV6_MTU, narrow, 4));
      SendBatch batch = new SendBatch(from, socket, true);
      for (int i = 0; i < 7; i++) {
        Packet packet = packet(new InetSocketAddress(here, socket.port()));
        packet.length = 1300;
        batch.add(packet);
      }
      assertEquals(1, batch.messages());
      batch.transmit();
      assertEquals(7, socket.packetsSent());
      assertEquals(0, socket.packetsRefused());
      awaitPackets(socket, 7, 1300);
    }
  }

  @Test
  @Timeout(60)
  void whatIsTooLargeForItsPathArrivesInFragments() throws Exception {
    assumeTrue(inNarrowNetwork("true") == 0, "no network namespaces here, or no ip");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes = System.getProperty("java.class.path");
    assertEquals(
        0,
        inNarrowNetwork(
            "exec '%s' --enable-native-access=ALL-UNNAMED -cp '%s' %s"
                .formatted(java, classes, NarrowPath.class.getName())));
  }

  private static int inNarrowNetwork(String command) throws Exception {
    String narrow = "ip link set lo mtu " + NarrowPath.MTU + " up && ";
    try {
      return new ProcessBuilder("unshare", "-rn", "sh", "-c", narrow + command)
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  private static void awaitPackets(LinuxUdpSocket socket, int count, int length) {
    Packet[] received = {new Packet(), new Packet(), new Packet(), new Packet()};
    int arrived = 0;
    while (arrived < count) {
      socket.awaitReadable(System.nanoTime() + 1_000_000_000L);
      arrived += socket.receive(received);
      assertEquals(length, received[0].length);
    }
  }

  private static Packet packet(InetSocketAddress to) {
    Packet packet = new Packet();
    packet.length = 100;
    packet.remote = to;
    return packet;
  }
}
