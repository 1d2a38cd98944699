package akkord.media.net;

import java.net.InetSocketAddress;

/**
 * The local addresses of one worker, read and written in batches. For one thread, except {@link
 * #wakeup}.
 *
 * <p>Packets to send are borrowed with {@link #packet}, queued with {@link #send} and leave at
 * {@link #flush}. An implementation may reorder packets of different destinations, never those of
 * one: that is how a flush can hand a whole frame to the kernel at once.
 */
public interface UdpSocket extends AutoCloseable {
  /**
   * Sleeps until a datagram is there, {@link #wakeup} is called or {@code untilNanos} passed. Where
   * datagrams follow each other closely it may let a few come together, or return without any.
   */
  void awaitReadable(long untilNanos);

  /**
   * Fills packets from the front: offset 0, length, {@code remote} and {@code local} set. Longer
   * datagrams are cut to {@link Packet#CAPACITY}: one of that length may not be whole.
   *
   * @return how many, 0 if none is there; what comes after that shows up after the next {@link
   *     #awaitReadable}
   */
  int receive(Packet[] batch);

  /** An empty packet, the caller's until sent; all those not sent come back at {@link #flush}. */
  Packet packet();

  /** Queues a packet got from {@link #packet}; leaves from the address {@code packet.local}. */
  void send(Packet packet, InetSocketAddress to);

  /** Packets sent since the last {@link #flush} that still wait for the next. */
  int queued();

  /** Sends what is queued and takes back every packet. What the kernel refuses is lost. */
  void flush();

  /** Ends {@link #awaitReadable}, or the next one at once. From any thread. */
  void wakeup();

  /** Datagrams the kernel took so far. */
  long packetsSent();

  /** Their payload bytes. */
  long bytesSent();

  /** Datagrams the kernel refused so far. */
  long packetsRefused();

  /**
   * Datagrams that came while the receive buffer was full, so far; 0 where the kernel does not say.
   * Asks the kernel: for once a second.
   */
  long packetsOverflowed();

  @Override
  void close();
}
