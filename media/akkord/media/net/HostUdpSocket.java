package akkord.media.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link UdpSocket} on this host's network: keeps the packets until {@link #flush} and counts
 * them. How they reach the kernel is the subclass's.
 */
public abstract class HostUdpSocket implements UdpSocket {
  /** Packets queued at most before a send flushes by itself. */
  static final int QUEUE_CAPACITY = 2048;

  private static final int PORT_ATTEMPTS = 16;

  private final PacketPool pool = new PacketPool();
  private final Packet[] queue = new Packet[QUEUE_CAPACITY];
  private int queued;
  private long packetsSent;
  private long bytesSent;
  private long packetsRefused;

  /** Opens what reads and writes one local address. */
  interface Opener<E extends Closeable> {
    /**
     * Opens and binds one endpoint.
     *
     * @throws IOException if the address cannot be bound
     */
    E open(InetSocketAddress address) throws IOException;

    /** The port that {@code endpoint} is bound to. */
    int portOf(E endpoint) throws IOException;
  }

  HostUdpSocket() {}

  /**
   * Binds all addresses to one port, in the way that is fastest here: by native calls on Linux, by
   * NIO elsewhere.
   *
   * @param addresses unresolved names are refused; none means the wildcard
   * @param port 0 takes any port that is free on all addresses
   * @param bufferBytes receive and send buffer to ask for
   * @param segmentation whether the kernel may be handed several packets of one destination as one
   *     (Linux only)
   * @throws IOException with the address and port in its message if one cannot be bound
   */
  public static HostUdpSocket bind(
      List<InetAddress> addresses, int port, int bufferBytes, boolean segmentation)
      throws IOException {
    return LinuxUdpSocket.isSupported()
        ? LinuxUdpSocket.open(addresses, port, bufferBytes, segmentation)
        : NioUdpSocket.open(addresses, port, bufferBytes);
  }

  /** One endpoint for each address, all on one port; all closed again if one cannot be opened. */
  static <E extends Closeable> List<E> openAll(
      List<InetAddress> addresses, int port, Opener<E> opener) throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<E> open = new ArrayList<>();
      try {
        if (addresses.isEmpty()) {
          open.add(opener.open(new InetSocketAddress(port)));
        }
        int chosen = port;
        for (InetAddress address : addresses) {
          open.add(opener.open(new InetSocketAddress(address, chosen)));
          chosen = opener.portOf(open.getFirst());
        }
        return open;
      } catch (IOException e) {
        for (E endpoint : open) {
          endpoint.close();
        }
        if (port != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The port all addresses are bound to. */
  public abstract int port();

  /** Whether the kernel gave a smaller buffer than asked ({@code net.core.rmem_max}). */
  public abstract boolean smallBuffers();

  /**
   * Hands packets to the kernel and says of each {@link #sent} or {@link #refused}.
   *
   * @param packets those of one destination in the order to keep, from index 0
   */
  abstract void transmit(Packet[] packets, int count);

  final void sent(int packets, long bytes) {
    packetsSent += packets;
    bytesSent += bytes;
  }

  final void refused(int packets) {
    packetsRefused += packets;
  }

  @Override
  public final Packet packet() {
    Packet packet = pool.borrow(QUEUE_CAPACITY + 64);
    return packet == null ? afterSendingQueue() : packet;
  }

  private Packet afterSendingQueue() {
    sendQueue();
    Packet packet = pool.borrow(QUEUE_CAPACITY + 64);
    return packet == null ? new Packet() : packet;
  }

  @Override
  public final void send(Packet packet, InetSocketAddress to) {
    packet.remote = to;
    queue[queued++] = packet;
    if (queued == QUEUE_CAPACITY) {
      sendQueue();
    }
  }

  @Override
  public final int queued() {
    return queued;
  }

  @Override
  public final void flush() {
    sendQueue();
    pool.reclaim();
  }

  private void sendQueue() {
    int count = queued;
    // First, so that the next worker on this socket does not stumble over what stopped this one.
    queued = 0;
    if (count > 0) {
      transmit(queue, count);
      for (int i = 0; i < count; i++) {
        pool.giveBack(queue[i]);
        queue[i] = null;
      }
    }
  }

  @Override
  public final long packetsSent() {
    return packetsSent;
  }

  @Override
  public final long bytesSent() {
    return bytesSent;
  }

  @Override
  public final long packetsRefused() {
    return packetsRefused;
  }
}
