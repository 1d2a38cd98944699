package akkord.sim;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** The way between peers and the worker, the same in both directions; decides by its seed. */
final class Network {
  /** A datagram on its way. */
  static final class Datagram {
    final long due;
    final long order;
    final InetSocketAddress from;
    final InetSocketAddress to;
    final byte[] bytes;

    Datagram(long due, long order, InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
      this.due = due;
      this.order = order;
      this.from = from;
      this.to = to;
      this.bytes = bytes;
    }
  }

  private final Random random;
  private final PriorityQueue<Datagram> travelling =
      new PriorityQueue<>(
          Comparator.<Datagram>comparingLong(each -> each.due)
              .thenComparingLong(each -> each.order));
  private double loss;
  private double duplicates;
  private long delay;
  private long jitter;
  private long order;

  Network(long seed) {
    random = new Random(seed);
  }

  /** Share of datagrams lost in each direction, 0..1. */
  Network loss(double share) {
    loss = share;
    return this;
  }

  /** Share of datagrams that arrive twice, 0..1. */
  Network duplicates(double share) {
    duplicates = share;
    return this;
  }

  /** Time a datagram travels, one way. */
  Network delay(Duration oneWay) {
    delay = oneWay.toNanos();
    return this;
  }

  /** Up to this much more, evenly spread: enough of it reorders. */
  Network jitter(Duration most) {
    jitter = most.toNanos();
    return this;
  }

  void send(byte[] bytes, InetSocketAddress from, InetSocketAddress to, long now) {
    if (random.nextDouble() >= loss) {
      travel(bytes, from, to, now);
    }
    if (random.nextDouble() < duplicates) {
      travel(bytes, from, to, now);
    }
  }

  private void travel(byte[] bytes, InetSocketAddress from, InetSocketAddress to, long now) {
    long extra = jitter == 0 ? 0 : random.nextLong(jitter);
    travelling.add(new Datagram(now + delay + extra, order++, from, to, bytes));
  }

  /** The next datagram that has arrived, null if none. */
  Datagram poll(long now) {
    Datagram next = travelling.peek();
    return next != null && now - next.due >= 0 ? travelling.poll() : null;
  }
}
