package akkord.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link HostUdpSocket} must do, on real loopback. */
abstract class HostUdpSocketTest {
  private static final InetAddress FIRST = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress SECOND = InetAddress.ofLiteral("127.0.0.2");

  private final Packet[] batch = {new Packet(), new Packet(), new Packet(), new Packet()};
  private HostUdpSocket socket;

  abstract HostUdpSocket open(List<InetAddress> addresses, int port) throws IOException;

  @BeforeEach
  void bind() throws Exception {
    socket = open(List.of(FIRST, SECOND), 0);
  }

  @AfterEach
  void close() {
    socket.close();
  }

  private int receive() {
    long patience = System.nanoTime() + 10_000_000_000L;
    int count = 0;
    while (count == 0 && System.nanoTime() - patience < 0) {
      socket.awaitReadable(patience);
      count = socket.receive(batch);
    }
    return count;
  }

  @Test
  void answersLeaveFromTheAddressThatWasAsked() throws Exception {
    for (InetAddress asked : List.of(FIRST, SECOND)) {
      try (DatagramSocket peer = new DatagramSocket(0, FIRST)) {
        peer.setSoTimeout(10_000);
        byte[] question = {1, 2, 3};
        peer.send(new DatagramPacket(question, 3, asked, socket.port()));
        assertEquals(1, receive());
        Packet answer = socket.packet();
        answer.copyOf(batch[0]);
        socket.send(answer, batch[0].remote);
        socket.flush();
        DatagramPacket received = new DatagramPacket(new byte[10], 10);
        peer.receive(received);
        assertEquals(asked, received.getAddress());
        assertEquals(socket.port(), received.getPort());
        assertEquals(3, received.getLength());
      }
    }
    assertEquals(2, socket.packetsSent());
    assertEquals(6, socket.bytesSent());
  }

  @Test
  void anAddressIsHeardWhileAnotherIsFlooded() throws Exception {
    assertEquals(0, socket.receive(batch));
    try (DatagramSocket peer = new DatagramSocket(0, FIRST)) {
      for (int i = 0; i < 40; i++) {
        peer.send(new DatagramPacket(new byte[3], 3, FIRST, socket.port()));
      }
      assertEquals(batch.length, receive());
      peer.send(new DatagramPacket(new byte[5], 5, SECOND, socket.port()));
      int before = 0;
      int count = receive();
      while (Arrays.stream(batch, 0, count).noneMatch(packet -> packet.length == 5)) {
        before += count;
        count = receive();
      }
      assertTrue(before <= 2 * batch.length, before + " of the flood were served before");
    }
  }

  @Test
  void packetsLentTwiceAreDifferentOnes() {
    Packet first = socket.packet();
    Packet second = socket.packet();
    assertTrue(first != second);
    socket.flush();
    for (int i = 0; i < 3 * HostUdpSocket.QUEUE_CAPACITY; i++) {
      assertTrue(socket.packet() != null);
    }
    socket.flush();
  }

  @Test
  void whatTheKernelRefusesIsCounted() throws Exception {
    Packet packet = socket.packet();
    packet.length = 10;
    socket.send(packet, new InetSocketAddress(InetAddress.ofLiteral("::1"), 9));
    socket.flush();
    Packet toPortZero = socket.packet();
    toPortZero.length = 10;
    socket.send(toPortZero, new InetSocketAddress(FIRST, 0));
    socket.flush();
    assertTrue(socket.packetsRefused() >= 1, socket.packetsRefused() + " refused");
  }

  @Test
  void aPacketThatCannotBeSentStopsNoLaterOne() throws Exception {
    for (InetSocketAddress to : new InetSocketAddress[] {null, new InetSocketAddress(FIRST, 9)}) {
      Packet packet = socket.packet();
      packet.length = 10;
      socket.send(packet, to);
    }
    assertThrows(RuntimeException.class, socket::flush);
    Packet packet = socket.packet();
    packet.length = 10;
    socket.send(packet, new InetSocketAddress(FIRST, 9));
    socket.flush();
    assertEquals(1, socket.packetsSent());
  }

  @Test
  void wakeupEndsTheWait() {
    socket.wakeup();
    socket.awaitReadable(System.nanoTime() + 60_000_000_000L);
    assertEquals(0, socket.receive(batch));
  }

  @Test
  void packetsOfEachDestinationArriveInOrderWhateverTheirSizes() throws Exception {
    int[] sizes = {1200, 1200, 1200, 700, 700, 1200, 80, 81, 1200, 1200};
    try (DatagramSocket first = new DatagramSocket(0, FIRST);
        DatagramSocket second = new DatagramSocket(0, SECOND)) {
      for (int i = 0; i < sizes.length; i++) {
        for (DatagramSocket peer : List.of(first, second)) {
          Packet packet = socket.packet();
          packet.length = sizes[i];
          Arrays.fill(packet.bytes, 0, sizes[i], (byte) i);
          socket.send(packet, new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort()));
        }
      }
      socket.flush();
      for (DatagramSocket peer : List.of(first, second)) {
        peer.setSoTimeout(10_000);
        for (int i = 0; i < sizes.length; i++) {
          DatagramPacket received = new DatagramPacket(new byte[2048], 2048);
          peer.receive(received);
          assertEquals(sizes[i], received.getLength());
          assertEquals(i, received.getData()[0]);
          assertEquals(i, received.getData()[sizes[i] - 1]);
        }
      }
    }
    assertEquals(2L * sizes.length, socket.packetsSent());
    assertEquals(2L * Arrays.stream(sizes).sum(), socket.bytesSent());
    assertEquals(0, socket.packetsRefused());
  }

  @Test
  void moreThanOneBatchIsSentAndReceived() throws Exception {
    try (HostUdpSocket other = open(List.of(FIRST), 0)) {
      InetSocketAddress to = new InetSocketAddress(FIRST, other.port());
      for (int i = 0; i < 20; i++) {
        Packet packet = socket.packet();
        packet.length = 1000;
        packet.bytes[0] = (byte) i;
        socket.send(packet, to);
      }
      assertEquals(20, socket.queued());
      socket.flush();
      assertEquals(0, socket.queued());
      List<Integer> seen = new ArrayList<>();
      while (seen.size() < 20) {
        other.awaitReadable(System.nanoTime() + 10_000_000_000L);
        int count = other.receive(batch);
        assertTrue(count > 0, "only " + seen);
        for (int i = 0; i < count; i++) {
          seen.add((int) batch[i].bytes[0]);
          assertEquals(1000, batch[i].length);
          assertEquals(new InetSocketAddress(FIRST, socket.port()), batch[i].remote);
        }
      }
      assertEquals(IntStream.range(0, 20).boxed().toList(), seen);
    }
  }

  @Test
  void theWildcardServesIpv4() throws Exception {
    try (HostUdpSocket any = open(List.of(), 0);
        DatagramSocket peer = new DatagramSocket(0, FIRST)) {
      peer.setSoTimeout(10_000);
      peer.send(new DatagramPacket(new byte[] {7}, 1, FIRST, any.port()));
      any.awaitReadable(System.nanoTime() + 10_000_000_000L);
      assertEquals(1, any.receive(batch));
      assertEquals(new InetSocketAddress(FIRST, peer.getLocalPort()), batch[0].remote);
      Packet answer = any.packet();
      answer.copyOf(batch[0]);
      any.send(answer, batch[0].remote);
      any.flush();
      DatagramPacket received = new DatagramPacket(new byte[10], 10);
      peer.receive(received);
      assertEquals(1, received.getLength());
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    IOException e =
        assertThrows(IOException.class, () -> open(List.of(FIRST), socket.port()).close());
    assertTrue(e.getMessage().contains("127.0.0.1 port " + socket.port()), e.getMessage());
  }

  @Test
  void wakeupsFromElsewhereAreNeverLost() throws Exception {
    AtomicInteger orders = new AtomicInteger();
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 2000; i++) {
                    orders.incrementAndGet();
                    socket.wakeup();
                  }
                });
    long patience = System.nanoTime() + 60_000_000_000L;
    while (orders.get() < 2000) {
      socket.awaitReadable(patience);
      assertTrue(System.nanoTime() - patience < 0, "slept through an order");
    }
    other.join();
  }
}
