package akkord.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NioUdpSocketTest {
  private static final InetAddress FIRST = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress SECOND = InetAddress.ofLiteral("127.0.0.2");

  private final Packet[] batch = {new Packet(), new Packet(), new Packet(), new Packet()};
  private NioUdpSocket socket;

  @BeforeEach
  void bind() throws Exception {
    socket = NioUdpSocket.bind(List.of(FIRST, SECOND), 0, 1 << 16);
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
  void packetsLentTwiceAreDifferentOnes() {
    Packet first = socket.packet();
    Packet second = socket.packet();
    assertTrue(first != second);
    socket.flush();
    for (int i = 0; i < 3 * NioUdpSocket.QUEUE_CAPACITY; i++) {
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
}
