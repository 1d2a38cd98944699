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
import java.util.List;

/** {@link UdpSocket} on {@link DatagramChannel}: portable, one system call a packet. */
final class NioUdpSocket extends HostUdpSocket {
  private final DatagramChannel[] channels;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(Packet.CAPACITY);
  private final boolean smallBuffers;
  private int firstChannel;
  private boolean moreToRead;

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

  /** See {@link HostUdpSocket#bind}. */
  static NioUdpSocket open(List<InetAddress> addresses, int port, int bufferBytes)
      throws IOException {
    return new NioUdpSocket(openAll(addresses, port, new Channels(bufferBytes)), bufferBytes);
  }

  private record Channels(int bufferBytes) implements Opener<DatagramChannel> {
    @Override
    public DatagramChannel open(InetSocketAddress address) throws IOException {
      return bind(address, bufferBytes);
    }

    @Override
    public int portOf(DatagramChannel channel) throws IOException {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
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

  @Override
  public int port() {
    try {
      return ((InetSocketAddress) channels[0].getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
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
  void transmit(Packet[] packets, int count) {
    for (int i = 0; i < count; i++) {
      transmit(packets[i]);
    }
  }

  private void transmit(Packet packet) {
    buffer.clear().put(packet.bytes, packet.offset, packet.length).flip();
    try {
      if (channelFor(packet).send(buffer, packet.remote) > 0) {
        sent(1, packet.length);
      } else {
        refused(1);
      }
    } catch (IOException | UnsupportedAddressTypeException e) {
      refused(1);
    }
  }

  private DatagramChannel channelFor(Packet packet) {
    return channels[packet.local < channels.length ? packet.local : 0];
  }

  @Override
  public long packetsOverflowed() {
    return 0;
  }

  @Override
  public void wakeup() {
    selector.wakeup();
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
