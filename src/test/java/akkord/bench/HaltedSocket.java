package akkord.bench;

import akkord.media.net.HostUdpSocket;
import akkord.media.net.Packet;
import akkord.media.net.UdpSocket;
import java.net.InetSocketAddress;

/** A socket that can be kept from receiving, so that a turn of a worker only sends. */
final class HaltedSocket implements UdpSocket {
  private final HostUdpSocket socket;

  /** Whether nothing is received for now; what comes meanwhile waits. */
  boolean halted;

  HaltedSocket(HostUdpSocket socket) {
    this.socket = socket;
  }

  int port() {
    return socket.port();
  }

  @Override
  public void awaitReadable(long untilNanos) {
    socket.awaitReadable(untilNanos);
  }

  @Override
  public int receive(Packet[] batch) {
    return halted ? 0 : socket.receive(batch);
  }

  @Override
  public Packet packet() {
    return socket.packet();
  }

  @Override
  public void send(Packet packet, InetSocketAddress to) {
    socket.send(packet, to);
  }

  @Override
  public int queued() {
    return socket.queued();
  }

  @Override
  public void flush() {
    socket.flush();
  }

  @Override
  public void wakeup() {
    socket.wakeup();
  }

  @Override
  public long packetsSent() {
    return socket.packetsSent();
  }

  @Override
  public long bytesSent() {
    return socket.bytesSent();
  }

  @Override
  public long packetsRefused() {
    return socket.packetsRefused();
  }

  @Override
  public long packetsOverflowed() {
    return socket.packetsOverflowed();
  }

  @Override
  public void close() {
    socket.close();
  }
}
