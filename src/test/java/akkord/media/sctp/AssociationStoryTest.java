package akkord.media.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.net.Bytes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both ends send for a while over a way that loses, repeats, delays and reorders: reliable messages
 * arrive once and in order, others arrive at most once, and nothing is left over, as DATA and as
 * I-DATA. {@code -Dakkord.seeds=5000} runs more of them.
 */
class AssociationStoryTest {
  private static final int SEEDS = Integer.getInteger("akkord.seeds", 200);
  private static final double[] LOSSES = {0, 0.01, 0.1, 0.3};
  private static final Duration LIMIT = Duration.ofHours(3);

  /** One way to send, on a stream of its own. */
  private record Mode(boolean ordered, Reliability reliability) {}

  private static final List<Mode> MODES =
      List.of(
          new Mode(true, Reliability.FULL),
          new Mode(false, Reliability.FULL),
          new Mode(true, Reliability.retransmissions(0)),
          new Mode(false, Reliability.retransmissions(0)),
          new Mode(true, Reliability.retransmissions(2)),
          new Mode(true, Reliability.lifetime(300)),
          new Mode(false, Reliability.lifetime(100)));

  static Stream<Arguments> seeds() {
    return IntStream.range(0, SEEDS)
        .boxed()
        .flatMap(seed -> Stream.of(Arguments.of(seed, false), Arguments.of(seed, true)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsPromisedArrives(int seed, boolean interleaving) {
    Random random = new Random(seed);
    Link link = new Link(seed);
    link.interleaving = interleaving;
    link.loss = LOSSES[seed % LOSSES.length];
    link.duplicates = seed % 3 == 0 ? 0.1 : 0;
    link.delay = Duration.ofMillis(random.nextInt(seed % 7 == 0 ? 2000 : 100)).toNanos();
    link.jitter = seed % 2 == 0 ? 1 + (long) (random.nextDouble() * 50e6) : 0;
    link.alice.connect();
    if (seed % 5 == 0) {
      link.bob.connect();
    }
    for (int minute = 0; minute < 60 && !link.bothEstablished(); minute++) {
      link.run(Duration.ofMinutes(1));
    }
    assertTrue(link.bothEstablished());
    assertEquals(interleaving, link.alice.association.interleaves());
    assertEquals(interleaving, link.bob.association.interleaves());

    Map<Integer, Integer> fromAlice = new HashMap<>();
    Map<Integer, Integer> fromBob = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      send(link.alice, random, fromAlice);
      send(link.bob, random, fromBob);
      link.run(Duration.ofMillis(random.nextInt(40)));
    }
    link.settle(LIMIT);

    check(link.alice, fromBob);
    check(link.bob, fromAlice);
    farewell(link);
  }

  private static void send(Link.End end, Random random, Map<Integer, Integer> counts) {
    int stream = random.nextInt(MODES.size());
    Mode mode = MODES.get(stream);
    int index = counts.merge(stream, 1, Integer::sum) - 1;
    int size = random.nextInt(4) == 0 ? random.nextInt(65_536 - 4) : random.nextInt(1000);
    assertTrue(end.send(stream, message(stream, index, size), mode.ordered(), mode.reliability()));
  }

  private static byte[] message(int stream, int index, int size) {
    byte[] bytes = new byte[4 + size];
    new Random(stream * 1000L + index).nextBytes(bytes);
    Bytes.putInt(bytes, 0, index);
    return bytes;
  }

  private static void check(Link.End end, Map<Integer, Integer> sent) {
    assertNull(end.closed);
    for (int stream = 0; stream < MODES.size(); stream++) {
      Mode mode = MODES.get(stream);
      Set<Integer> seen = new HashSet<>();
      int last = -1;
      for (Link.Message message : end.received) {
        if (message.stream() != stream) {
          continue;
        }
        int index = Bytes.getInt(message.bytes(), 0);
        assertTrue(seen.add(index), "message " + index + " came twice");
        assertEquals(
            0,
            java.util.Arrays.compare(
                message(stream, index, message.bytes().length - 4), message.bytes()));
        assertTrue(!mode.ordered() || index > last, "message " + index + " came after " + last);
        last = index;
      }
      if (mode.reliability().kind() == Reliability.Kind.FULL) {
        assertEquals(sent.getOrDefault(stream, 0), seen.size());
      }
      assertEquals(0, end.other.association.buffered(stream));
    }
    assertEquals(0, end.association.reassembling());
  }

  /** On a way that is good again, every stream carries the next message. */
  private static void farewell(Link link) {
    link.loss = 0;
    link.alice.received.clear();
    link.bob.received.clear();
    for (int stream = 0; stream < MODES.size(); stream++) {
      link.alice.send(stream, new byte[3000], MODES.get(stream).ordered(), Reliability.FULL);
      link.bob.send(stream, new byte[3000], MODES.get(stream).ordered(), Reliability.FULL);
    }
    link.settle(LIMIT);
    assertEquals(MODES.size(), link.alice.received.size());
    assertEquals(MODES.size(), link.bob.received.size());
  }
}
