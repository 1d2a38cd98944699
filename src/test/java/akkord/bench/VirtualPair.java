package akkord.bench;

import akkord.media.Output;
import akkord.media.net.Packet;
import akkord.media.sctp.Association;
import akkord.media.sctp.PacketWriter;
import akkord.media.sctp.QuietUser;
import java.util.ArrayDeque;
import java.util.Random;

/** Two associations and the way between them in virtual time; the way itself costs little. */
final class VirtualPair {
  private static final int PORT = 5000;
  private static final int MAX_MESSAGE = 1 << 18;

  // As in a worker: one for all.
  private static final PacketWriter WRITER = new PacketWriter();

  /** One end. */
  final class End implements QuietUser {
    final Association association = new Association(PORT, PORT, MAX_MESSAGE, this, random, WRITER);
    private ArrayDeque<Travelling> arriving = new ArrayDeque<>(16);
    private End other;
    long received;
    long packets;

    @Override
    public void transmit(byte[] packet, int length, Output out) {
      packets++;
      if (random.nextDouble() < loss) {
        return;
      }
      Travelling travelling = free.isEmpty() ? new Travelling() : free.poll();
      System.arraycopy(packet, 0, travelling.bytes, 0, length);
      travelling.length = length;
      travelling.due = now + delay;
      other.arriving.add(travelling);
    }

    private void receive() {
      for (Travelling next = arriving.peek(); next != null && next.due - now <= 0; ) {
        arriving.poll();
        association.onDatagram(next.bytes, 0, next.length, now, this);
        free.add(next);
        next = arriving.peek();
      }
      association.onTimeout(now, this);
    }

    private long next() {
      long deadline = association.nextDeadline(now);
      return arriving.isEmpty() ? deadline : Math.min(deadline, arriving.peek().due);
    }

    @Override
    public void onMessage(
        int stream, int ppid, byte[] bytes, int offset, int length, long now, Output out) {
      received += length;
    }

    @Override
    public void onClosed(String reason, long now, Output out) {
      throw new IllegalStateException(reason);
    }
  }

  private static final class Travelling {
    final byte[] bytes = new byte[Packet.CAPACITY];
    int length;
    long due;
  }

  private final Random random;
  private final double loss;
  private final long delay;
  private ArrayDeque<Travelling> free = new ArrayDeque<>(16);
  final End sender;
  final End receiver;
  long now = 1;

  /**
   * Two ends that have not met.
   *
   * @param roundTrip ns
   * @param loss share of packets, in both directions
   */
  VirtualPair(long seed, long roundTrip, double loss) {
    random = new Random(seed);
    this.loss = loss;
    delay = roundTrip / 2;
    sender = new End();
    receiver = new End();
    sender.other = receiver;
    receiver.other = sender;
    sender.association.connect(now, sender);
    while (!sender.association.established() || !receiver.association.established()) {
      step(now + 60_000_000_000L);
    }
  }

  /** Lets time pass; before each step {@code work} may send. */
  void run(long nanos, Runnable work) {
    long end = now + nanos;
    while (now - end < 0) {
      work.run();
      step(end);
    }
  }

  /** Frees what only the way between them needs; both are idle. */
  void forgetTheWay() {
    free = null;
    sender.arriving = null;
    receiver.arriving = null;
  }

  private void step(long end) {
    now = Math.max(now, Math.min(end, Math.min(sender.next(), receiver.next())));
    sender.receive();
    receiver.receive();
  }
}
