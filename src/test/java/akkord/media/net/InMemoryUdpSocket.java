package akkord.media.net;

import java.net.InetSocketAddress;

/** A worker's socket without a network: a test puts datagrams in and sees what comes out. */
public class InMemoryUdpSocket implements UdpSocket {
  private static final int INBOX = 4096;

  /** Takes what the worker sends. */
  public interface Wire {
    /** One datagram, lent until the call returns; {@code packet.remote} says where it goes. */
    void carry(Packet packet);
  }

  private final Wire wire;
  private final PacketPool pool = new PacketPool();
  private final Packet[] inbox = new Packet[INBOX];
  private final Packet[] queue = new Packet[1 << 16];
  private int head;
  private int waiting;
  private int queued;
  private long packetsSent;
  private long bytesSent;
  private long overflowed;

  /** A socket whose packets go to {@code wire} at each flush. */
  public InMemoryUdpSocket(Wire wire) {
    this.wire = wire;
    for (int i = 0; i < INBOX; i++) {
      inbox[i] = new Packet();
    }
  }

  /** Puts a datagram in; false if {@value #INBOX} are waiting. */
  public boolean deliver(byte[] bytes, int offset, int length, InetSocketAddress from) {
    if (waiting == INBOX) {
      overflowed++;
      return false;
    }
    Packet packet = inbox[(head + waiting++) % INBOX];
    packet.clear();
    System.arraycopy(bytes, offset, packet.bytes, 0, length);
    packet.length = length;
    packet.remote = from;
    return true;
  }

  /** How many datagrams wait to be received. */
  public int waiting() {
    return waiting;
  }

  @Override
  public void awaitReadable(long untilNanos) {}

  @Override
  public int receive(Packet[] batch) {
    int count = Math.min(waiting, batch.length);
    for (int i = 0; i < count; i++) {
      Packet packet = inbox[head];
      batch[i].clear();
      batch[i].copyOf(packet);
      head = (head + 1) % INBOX;
    }
    waiting -= count;
    return count;
  }

  @Override
  public Packet packet() {
    return pool.borrow(queue.length);
  }

  @Override
  public void send(Packet packet, InetSocketAddress to) {
    packet.remote = to;
    queue[queued++] = packet;
  }

  @Override
  public int queued() {
    return queued;
  }

  @Override
  public void flush() {
    for (int i = 0; i < queued; i++) {
      packetsSent++;
      bytesSent += queue[i].length;
      wire.carry(queue[i]);
      queue[i] = null;
    }
    queued = 0;
    pool.reclaim();
  }

  @Override
  public void wakeup() {}

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
    return 0;
  }

  @Override
  public long packetsOverflowed() {
    return overflowed;
  }

  @Override
  public void close() {}
}
