package akkord.media.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;

/** {@link UdpSocket} on {@link DatagramChannel}: portable, one system call a packet. */
public final class NioUdpSocket implements UdpSocket {
  /** Packets queued at most before a send flushes by itself. */
  static final int QUEUE_CAPACITY = 2048;

  private static final int PORT_ATTEMPTS = 16;

  private final DatagramChannel[] channels;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(Packet.CAPACITY);
  private final PacketPool pool = new PacketPool();
  private final Packet[] queue = new Packet[QUEUE_CAPACITY];
  private final boolean smallBuffers;
  private int queued;
  private int firstChannel;
  private boolean moreToRead;
  private long packetsSent;
  private long bytesSent;
  private long packetsRefused;

  private NioUdpSocket(List<DatagramChannel> open, int bufferBytes) throws IOException {
    channels = open.toArray(DatagramChannel[]::new);
    selector = Selector.open();
    boolean small = false;
    for (DatagramChannel channel : channels) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      small |= channel.getOption(StandardSocketOptions.SO_RCVBUF) < bufferBytes;
      small |= channel.getOption(StandardSocketOptions.SO_SNDBUF) < bufferBytes;
    }
    smallBuffers = small;
  }

  /**
   * Binds one channel to each address, all on one port.
   *
   * @param addresses unresolved names are refused; none means the wildcard
   * @param port 0 takes any port that is free on all addresses
   * @param bufferBytes receive and send buffer to ask for
   * @throws IOException with the address and port in its message if one cannot be bound
   */
  public static NioUdpSocket bind(List<InetAddress> addresses, int port, int bufferBytes)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<DatagramChannel> open = new ArrayList<>();
      try {
        if (addresses.isEmpty()) {
          open.add(bind(new InetSocketAddress(port), bufferBytes));
        }
        int chosen = port;
        for (InetAddress address : addresses) {
          open.add(bind(new InetSocketAddress(address, chosen), bufferBytes));
          chosen = portOf(open.getFirst());
        }
        return new NioUdpSocket(open, bufferBytes);
      } catch (IOException e) {
        for (DatagramChannel channel : open) {
          channel.close();
        }
        if (port != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static DatagramChannel bind(InetSocketAddress address, int bufferBytes)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, bufferBytes);
      return channel.bind(address);
    } catch (IOException | RuntimeException e) {
      channel.close();
      String where = address.getAddress().getHostAddress() + " port " + address.getPort();
      if (e instanceof BindException) {
        throw new IOException("cannot bind UDP " + where + ": " + e.getMessage(), e);
      }
      throw new IOException("cannot open UDP " + where + ": " + e, e);
    }
  }

  private static int portOf(DatagramChannel channel) throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** The port all channels are bound to. */
  public int port() {
    try {
      return portOf(channels[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the kernel gave a smaller buffer than asked ({@code net.core.rmem_max}). */
  public boolean smallBuffers() {
    return smallBuffers;
  }

  @Override
  public void awaitReadable(long untilNanos) {
    if (moreToRead) {
      return;
    }
    long millis = (untilNanos - System.nanoTime() + 999_999) / 1_000_000;
    try {
      if (millis > 0) {
        selector.select(NioUdpSocket::ignore, millis);
      } else {
        selector.selectNow(NioUdpSocket::ignore);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Which channel is readable is not asked: reading tells. */
  private static void ignore(SelectionKey key) {}

  @Override
  public int receive(Packet[] batch) {
    int count = 0;
    for (int i = 0; i < channels.length && count < batch.length; i++) {
      int local = (firstChannel + i) % channels.length;
      count = receive(local, batch, count);
    }
    firstChannel = (firstChannel + 1) % channels.length;
    moreToRead = count == batch.length;
    return count;
  }

  private int receive(int local, Packet[] batch, int from) {
    int count = from;
    while (count < batch.length) {
      buffer.clear();
      InetSocketAddress remote = receiveInto(channels[local]);
      if (remote == null) {
        return count;
      }
      Packet packet = batch[count++];
      packet.clear();
      packet.length = buffer.flip().remaining();
      packet.remote = remote;
      packet.local = local;
      buffer.get(packet.bytes, 0, packet.length);
    }
    return count;
  }

  private InetSocketAddress receiveInto(DatagramChannel channel) {
    try {
      return (InetSocketAddress) channel.receive(buffer);
    } catch (PortUnreachableException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Packet packet() {
    Packet packet = pool.borrow(QUEUE_CAPACITY + 64);
    return packet == null ? afterSendingQueue() : packet;
  }

  private Packet afterSendingQueue() {
    sendQueue();
    Packet packet = pool.borrow(QUEUE_CAPACITY + 64);
    return packet == null ? new Packet() : packet;
  }

  @Override
  public void send(Packet packet, InetSocketAddress to) {
    packet.remote = to;
    queue[queued++] = packet;
    if (queued == QUEUE_CAPACITY) {
      sendQueue();
    }
  }

  @Override
  public void flush() {
    sendQueue();
    pool.reclaim();
  }

  private void sendQueue() {
    int count = queued;
    // First, so that the next worker on this socket does not stumble over what stopped this one.
    queued = 0;
    for (int i = 0; i < count; i++) {
      Packet packet = queue[i];
      queue[i] = null;
      sendNow(packet);
      pool.giveBack(packet);
    }
  }

  private void sendNow(Packet packet) {
    buffer.clear().put(packet.bytes, packet.offset, packet.length).flip();
    try {
      if (channelFor(packet).send(buffer, packet.remote) > 0) {
        packetsSent++;
        bytesSent += packet.length;
      } else {
        packetsRefused++;
      }
    } catch (IOException | UnsupportedAddressTypeException e) {
      packetsRefused++;
    }
  }

  private DatagramChannel channelFor(Packet packet) {
    return channels[packet.local < channels.length ? packet.local : 0];
  }

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  @Override
  public long packetsSent() {
    return packetsSent;
  }

  @Override
  public long bytesSent() {
    return bytesSent;
  }

  @Override
  public long packetsRefused() {
    return packetsRefused;
  }

  @Override
  public void close() {
    try {
      selector.close();
      for (DatagramChannel channel : channels) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
