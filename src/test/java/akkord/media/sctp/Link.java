package akkord.media.sctp;

import akkord.media.DropReason;
import akkord.media.Output;
import akkord.media.QuietOutput;
import akkord.media.net.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.zip.CRC32C;

/** Two associations in virtual time and the way between them, which decides by its seed. */
final class Link {
  private static final int PORT = 5000;

  /** One end. */
  final class End implements Association.User, QuietOutput {
    final String name;
    final Association association;
    final List<Message> received = new ArrayList<>();
    final List<Integer> incomingResets = new ArrayList<>();
    final List<Integer> outgoingResets = new ArrayList<>();
    final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    End other;
    int packetsOut;
    boolean keep = true;
    int bytesIn;
    String closed;

    End(String name, Random random) {
      this.name = name;
      association = new Association(PORT, PORT, 1 << 18, this, random, new PacketWriter());
    }

    void connect() {
      association.connect(now, this);
    }

    boolean send(int stream, byte[] bytes, boolean ordered, Reliability reliability) {
      return association.send(stream, 53, bytes, ordered, reliability, now, this);
    }

    void raw(byte[] packet) {
      association.onDatagram(packet, 0, packet.length, now, this);
    }

    @Override
    public void transmit(byte[] packet, int length, Output out) {
      packetsOut++;
      travel(this, Arrays.copyOf(packet, length));
    }

    @Override
    public void onEstablished(long now, Output out) {}

    @Override
    public void onMessage(
        int stream, int ppid, byte[] bytes, int offset, int length, long now, Output out) {
      bytesIn += length;
      if (keep) {
        received.add(new Message(stream, Arrays.copyOfRange(bytes, offset, offset + length)));
      }
    }

    @Override
    public void onIncomingReset(int stream, long now, Output out) {
      incomingResets.add(stream);
    }

    @Override
    public void onOutgoingReset(int stream, long now, Output out) {
      outgoingResets.add(stream);
    }

    @Override
    public void onClosed(String reason, long now, Output out) {
      closed = reason;
    }

    @Override
    public void drop(DropReason reason) {
      drops.merge(reason, 1, Integer::sum);
    }
  }

  /** A message that arrived. */
  @SuppressWarnings("ArrayRecordComponent") // compared by hand
  record Message(int stream, byte[] bytes) {}

  /** Takes a packet off the wire. */
  interface Filter {
    boolean passes(End from, byte[] packet);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Travelling(long due, long order, End to, byte[] packet) {}

  private final Random random;
  private final PriorityQueue<Travelling> wire =
      new PriorityQueue<>(
          Comparator.comparingLong(Travelling::due).thenComparingLong(Travelling::order));
  private long order;
  double loss;
  double duplicates;
  long delay = Duration.ofMillis(10).toNanos();
  long jitter;
  Filter filter = (from, packet) -> true;

  /** Whether the ends hear that the other knows I-DATA. */
  boolean interleaving = true;

  long now = 1_000_000_000L;
  final End alice;
  final End bob;

  Link(long seed) {
    random = new Random(seed);
    alice = new End("alice", random);
    bob = new End("bob", random);
    alice.other = bob;
    bob.other = alice;
  }

  /** Two ends that have met over a perfect way. */
  static Link established() {
    return established(true);
  }

  /** The same with messages that interleave, or not. */
  static Link established(boolean interleaving) {
    Link link = new Link(1);
    link.interleaving = interleaving;
    link.alice.connect();
    link.run(Duration.ofSeconds(1));
    return link;
  }

  boolean bothEstablished() {
    return alice.association.established() && bob.association.established();
  }

  private void travel(End from, byte[] packet) {
    int type = Bytes.getByte(packet, PacketReader.HEADER);
    if (!interleaving && (type == ChunkType.INIT || type == ChunkType.INIT_ACK)) {
      withoutInterleaving(packet);
    }
    if (!filter.passes(from, packet)) {
      return;
    }
    if (random.nextDouble() >= loss) {
      put(from, packet);
    }
    if (random.nextDouble() < duplicates) {
      put(from, packet);
    }
  }

  /** The last two chunk types that are offered become one that was offered already. */
  private static void withoutInterleaving(byte[] packet) {
    Bytes.putByte(packet, packet.length - 10, ChunkType.RE_CONFIG);
    Bytes.putByte(packet, packet.length - 9, ChunkType.RE_CONFIG);
    Bytes.putInt(packet, 8, PacketReader.checksum(new CRC32C(), packet, 0, packet.length));
  }

  private void put(End from, byte[] packet) {
    long extra = jitter == 0 ? 0 : random.nextLong(jitter);
    wire.add(new Travelling(now + delay + extra, order++, from.other, packet));
  }

  /** Lets time pass. */
  void run(Duration time) {
    long end = now + time.toNanos();
    while (step(end)) {}
    now = end;
  }

  /** Lets time pass until nothing is left to do but heartbeats, for so long at most. */
  void settle(Duration limit) {
    long end = now + limit.toNanos();
    while (!quiet() && step(end)) {}
  }

  private boolean quiet() {
    return wire.isEmpty() && calm(alice) && calm(bob);
  }

  private boolean calm(End end) {
    return end.association.closed() || end.association.nextDeadline(now) - now > 15_000_000_000L;
  }

  private boolean step(long end) {
    Travelling next = wire.peek();
    long due = Math.min(alice.association.nextDeadline(now), bob.association.nextDeadline(now));
    long at = next == null ? due : Math.min(due, next.due());
    if (at > end) {
      return false;
    }
    now = Math.max(now, at);
    if (next != null && next.due() <= now) {
      wire.poll();
      next.to().association.onDatagram(next.packet(), 0, next.packet().length, now, next.to());
    }
    alice.association.onTimeout(now, alice);
    bob.association.onTimeout(now, bob);
    return true;
  }
}
