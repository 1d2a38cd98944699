package akkord.media.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.net.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What I-DATA is for: nobody waits for another stream's long message. */
class InterleavingTest {
  private static final int LONG = 250_000;

  private static List<Integer> orderOfArrival(boolean interleaving) {
    Link link = Link.established(interleaving);
    link.delay = Duration.ofMillis(50).toNanos();
    link.alice.send(1, new byte[LONG], true, Reliability.FULL);
    link.alice.send(3, new byte[10], true, Reliability.FULL);
    link.alice.send(5, new byte[5000], false, Reliability.FULL);
    link.run(Duration.ofMinutes(1));
    return link.bob.received.stream().map(each -> each.bytes().length).toList();
  }

  @Test
  void aSmallMessageDoesNotWaitForALongOneOfAnotherStream() {
    assertEquals(List.of(LONG, 10, 5000), orderOfArrival(false));
    assertEquals(List.of(10, 5000, LONG), orderOfArrival(true));
  }

  @Test
  void longMessagesOfSeveralStreamsTakeTurns() {
    Link link = Link.established();
    List<Integer> streams = new ArrayList<>();
    link.filter =
        (from, packet) -> {
          if (Bytes.getByte(packet, 12) == ChunkType.I_DATA) {
            streams.add(Bytes.getShort(packet, 20));
          }
          return true;
        };
    for (int stream = 0; stream < 3; stream++) {
      link.alice.send(stream, new byte[20_000], true, Reliability.FULL);
    }
    link.run(Duration.ofSeconds(5));
    for (int from = 6; from < 30; from += 3) {
      assertEquals(Set.of(0, 1, 2), Set.copyOf(streams.subList(from, from + 3)));
    }
    assertEquals(3, link.bob.received.size());
  }

  @Test
  void chunksOfOneFormTravelAndNoOthers() {
    for (boolean interleaving : new boolean[] {false, true}) {
      Link link = new Link(3);
      link.interleaving = interleaving;
      Set<Integer> types = new TreeSet<>();
      link.filter =
          (from, packet) -> {
            types.addAll(types(packet));
            return true;
          };
      link.alice.connect();
      link.run(Duration.ofSeconds(1));
      link.loss = 0.2;
      for (int i = 0; i < 20; i++) {
        link.alice.send(i % 2, new byte[5000], i % 2 == 0, Reliability.retransmissions(0));
      }
      link.run(Duration.ofMinutes(1));
      Set<Integer> plain = Set.of(ChunkType.DATA, ChunkType.FORWARD_TSN);
      Set<Integer> mixed = Set.of(ChunkType.I_DATA, ChunkType.I_FORWARD_TSN);
      assertTrue(types.containsAll(interleaving ? mixed : plain));
      assertFalse((interleaving ? plain : mixed).stream().anyMatch(types::contains));
      assertEquals(0, link.bob.association.reassembling());
    }
  }

  private static List<Integer> types(byte[] packet) {
    PacketReader reader = new PacketReader();
    assertTrue(reader.begin(packet, 0, packet.length));
    List<Integer> types = new ArrayList<>();
    while (reader.next()) {
      types.add(reader.type());
    }
    return types;
  }

  /** RFC 8260 2.2.1: I-DATA is used where both list it, whatever else the peer lacks. */
  @Test
  void aPeerThatCannotStepOverMessagesGetsAllOfThem() {
    Peer both = peer(Peer.I_DATA | Peer.I_FORWARD_TSN);
    Peer one = peer(Peer.I_DATA | Peer.FORWARD_TSN);
    Peer old = peer(Peer.FORWARD_TSN);
    assertEquals(
        List.of(DataForm.INTERLEAVED, DataForm.INTERLEAVED, DataForm.PLAIN),
        Stream.of(both, one, old).map(DataForm::with).toList());
    assertTrue(DataForm.INTERLEAVED.forwards(both));
    assertFalse(DataForm.INTERLEAVED.forwards(one));
    assertTrue(DataForm.PLAIN.forwards(old));
  }

  private static Peer peer(int extensions) {
    return new Peer(1, 1 << 20, 10, 10, 1, extensions);
  }

  @Test
  void manyMessagesOnTheirWayAreGivenUpEachByItself() {
    Link link = Link.established();
    link.delay = Duration.ofMillis(50).toNanos();
    for (int stream = 0; stream < 40; stream++) {
      link.alice.send(stream, new byte[20_000], stream % 2 == 0, Reliability.lifetime(200));
    }
    link.run(Duration.ofMillis(120));
    link.filter = (from, packet) -> from != link.alice;
    link.run(Duration.ofSeconds(3));
    link.filter = (from, packet) -> true;
    link.run(Duration.ofMinutes(2));
    int before = link.bob.received.size();
    for (int stream = 0; stream < 40; stream++) {
      assertEquals(0, link.alice.association.buffered(stream));
      link.alice.send(stream, new byte[2000], stream % 2 == 0, Reliability.FULL);
    }
    link.run(Duration.ofMinutes(1));
    assertEquals(before + 40, link.bob.received.size());
    assertEquals(0, link.bob.association.reassembling());
  }
}
