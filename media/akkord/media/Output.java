package akkord.media;

import akkord.media.net.Packet;
import java.net.InetSocketAddress;

/**
 * Where protocol classes put their results. The worker's implementation sends through its socket; a
 * story's implementation delivers in virtual time.
 */
public interface Output {
  /**
   * An empty packet to write into. It is the caller's until passed to {@link #send}; one that is
   * never sent is simply forgotten: the next call may return it again.
   */
  Packet packet();

  /**
   * Bytes to decrypt into, {@link Packet#CAPACITY} of them: the caller's until it returns. One
   * layer of a transport uses them at a time.
   */
  default byte[] scratch() {
    return new byte[Packet.CAPACITY];
  }

  /** Queues {@code packet} (obtained from {@link #packet}) for {@code to}. */
  void send(Packet packet, InetSocketAddress to);

  /** Tells the actors. Rare: never once per packet. */
  void event(MediaEvent event);

  /** Counts a packet that goes no further. */
  void drop(DropReason reason);

  /** Counts something that is not a drop; a test's output may ignore it. */
  default void count(MediaCounter counter, long amount) {}
}
