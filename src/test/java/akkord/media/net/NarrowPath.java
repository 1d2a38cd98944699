package akkord.media.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Fails unless packets larger than the loopback's {@link #MTU} arrive: to run where it is so. */
final class NarrowPath {
  static final int MTU = 1000;
  private static final int PACKETS = 7;
  private static final int LENGTH = 1100;
  private static final long PATIENCE = 5_000_000_000L;

  private NarrowPath() {}

  public static void main(String[] args) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (InetAddress from : List.of(loopback, InetAddress.ofLiteral("0.0.0.0"))) {
      check(from, false);
      check(from, true);
    }
  }

  private static void check(InetAddress from, boolean segmentation) throws IOException {
    InetAddress to = InetAddress.getLoopbackAddress();
    try (LinuxUdpSocket socket = LinuxUdpSocket.open(List.of(to), 0, 1 << 16, true);
        LinuxEndpoint sender = LinuxEndpoint.open(new InetSocketAddress(from, 0), 1 << 16)) {
      SendBatch batch = new SendBatch(sender, socket, segmentation);
      for (int i = 0; i < PACKETS; i++) {
        Packet packet = new Packet();
        packet.length = LENGTH;
        packet.remote = new InetSocketAddress(to, socket.port());
        batch.add(packet);
      }
      batch.transmit();
      int arrived = arrivals(socket);
      if (arrived != PACKETS || socket.packetsRefused() > 0) {
        throw new IllegalStateException(
            "from %s, segmentation %s: %d arrived, %d refused"
                .formatted(from, segmentation, arrived, socket.packetsRefused()));
      }
    }
  }

  private static int arrivals(LinuxUdpSocket socket) {
    Packet[] received = {new Packet(), new Packet(), new Packet(), new Packet()};
    long end = System.nanoTime() + PATIENCE;
    int arrived = 0;
    while (arrived < PACKETS && end - System.nanoTime() > 0) {
      socket.awaitReadable(end);
      arrived += socket.receive(received);
    }
    return arrived;
  }
}
