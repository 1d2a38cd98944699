package akkord.media.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DropReason;
import akkord.media.net.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A peer with the DTLS keys that keeps to no rule of I-DATA: memory stays within the receive window
 * and a slack, and the association works on or ends with a reason.
 */
class InterleavedAttackTest {
  private static final int BEGIN = ChunkType.BEGIN;
  private static final int END = ChunkType.END;
  private static final int WHOLE = BEGIN | END;
  private static final int UNORDERED = ChunkType.UNORDERED;
  private static final int MOST = Receiver.WINDOW + (300 << 10);

  private final Link link = new Link(7);
  private int tag;
  private int tsn;

  @BeforeEach
  void meet() {
    link.filter =
        (from, packet) -> {
          if (from == link.alice) {
            tag = Bytes.getInt(packet, 4);
            if (Bytes.getByte(packet, 12) == ChunkType.INIT) {
              tsn = Bytes.getInt(packet, 12 + 4 + 12);
            }
          }
          return true;
        };
    link.alice.connect();
    link.run(Duration.ofSeconds(1));
    assertTrue(link.bob.association.interleaves());
    link.filter = (from, packet) -> false;
  }

  private Forge forge() {
    return new Forge(tag);
  }

  private void bobTakes(Forge forged) {
    link.bob.raw(forged.seal());
    assertTrue(link.bob.association.reassembling() <= MOST);
  }

  private void fragment(int flags, int stream, int message, int index, int length) {
    bobTakes(forge().fragment(flags, tsn++, stream, message, index, length));
  }

  private void works(int stream, int message) {
    int before = link.bob.received.size();
    fragment(WHOLE, stream, message, 53, 10);
    assertEquals(before + 1, link.bob.received.size());
    assertNull(link.bob.closed);
  }

  @Test
  void messagesMix() {
    fragment(BEGIN, 1, 0, 53, 1000);
    fragment(BEGIN | UNORDERED, 1, 0, 53, 700);
    fragment(BEGIN, 2, 0, 53, 500);
    fragment(WHOLE, 1, 1, 53, 10);
    fragment(END, 2, 0, 1, 500);
    fragment(0, 1, 0, 1, 1000);
    fragment(END | UNORDERED, 1, 0, 1, 700);
    fragment(END, 1, 0, 2, 7);
    assertEquals(
        List.of(1000, 1400, 2007, 10),
        link.bob.received.stream().map(each -> each.bytes().length).toList());
    assertEquals(0, link.bob.association.reassembling());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, ChunkType.UNORDERED})
  void tinyFragmentsOfMessagesThatNeverEndFillNoMoreThanTheWindow(int kind) {
    for (int i = 1; i < 200_000; ) {
      Forge packet = forge();
      while (packet.room() > 24) {
        packet.fragment(kind, tsn + i, i % 7, i, 5, 1);
        i++;
      }
      bobTakes(packet);
    }
    assertTrue(link.bob.drops.containsKey(DropReason.SCTP_WINDOW_FULL));
    assertNull(link.bob.closed);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, ChunkType.UNORDERED})
  void messagesWithoutEndEndTheAssociation(int kind) {
    for (int i = 0; link.bob.closed == null; i++) {
      assertTrue(i < 100_000);
      fragment(BEGIN | kind, i % Association.STREAMS, i / Association.STREAMS, 53, 1);
    }
    assertEquals("sends more than the receive window", link.bob.closed);
  }

  @Test
  void aMessageThatIsTooLongEndsTheAssociation() {
    for (int i = 0; link.bob.closed == null; i++) {
      assertTrue(i < 1000);
      fragment(i == 0 ? BEGIN : 0, 0, 0, i, 1000);
    }
    assertEquals("message longer than 262144 bytes", link.bob.closed);
  }

  @Test
  void gapsInTheFragmentsOfAMessageThatIsTooLongEndTheAssociation() {
    for (int i = 1; link.bob.closed == null; i++) {
      assertTrue(i < 1000);
      fragment(0, 0, 0, 2 * i, 1000);
    }
    assertEquals("message longer than 262144 bytes", link.bob.closed);
  }

  @Test
  void jumpsOfMessageNumbersAreHeldOrDropped() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000 && link.bob.closed == null; i++) {
      int flags = random.nextInt(8);
      bobTakes(
          forge()
              .fragment(flags, tsn + random.nextInt(99), 0, random.nextInt(), 0, 10)
              .skip(tsn + random.nextInt(50), 0, i % 2 == 0, random.nextInt()));
    }
  }

  @Test
  void aMessageFarAheadInOrderIsNotHandedUp() {
    fragment(WHOLE, 0, 1 << 30, 53, 10);
    fragment(WHOLE, 0, Integer.MAX_VALUE, 53, 10);
    fragment(WHOLE, 0, -1, 53, 10); // behind the next one, by serial number arithmetic
    assertEquals(0, link.bob.received.size());
    works(0, 0);
  }

  @Test
  void unorderedNumbersGoRoundAndTheOldAreNotWaitedFor() {
    fragment(BEGIN | UNORDERED, 0, 0, 53, 10);
    for (int quarter = 1; quarter <= 8; quarter++) {
      fragment(WHOLE | UNORDERED, 0, quarter << 29, 53, 10);
    }
    assertEquals(8, link.bob.received.size());
    assertEquals(0, link.bob.association.reassembling());
    fragment(END | UNORDERED, 0, 1 << 28, 1, 10);
    assertNull(link.bob.closed);
  }

  @Test
  void oddFragmentsEndTheAssociation() {
    assertEndsIt("a fragment with the number of another", f -> f.fragment(END, tsn, 0, 0, 0, 9));
    assertEndsIt("a fragment with the number of another", f -> f.fragment(END, tsn, 0, 0, -9, 9));
    assertEndsIt(
        "a fragment came twice, as different chunks",
        f -> f.fragment(0, tsn, 0, 0, 4, 9).fragment(END, tsn + 1, 0, 0, 4, 9));
    assertEndsIt(
        "a fragment came twice, as different chunks",
        f -> f.fragment(BEGIN, tsn, 0, 0, 4, 9).fragment(WHOLE, tsn + 1, 0, 0, 4, 9));
    assertEndsIt(
        "a fragment behind the last one of its message",
        f -> f.fragment(END, tsn, 0, 0, 4, 9).fragment(0, tsn + 1, 0, 0, 5, 9));
    assertEndsIt(
        "a fragment behind the last one of its message",
        f -> f.fragment(0, tsn, 0, 0, 5, 9).fragment(END, tsn + 1, 0, 0, 4, 9));
    assertEndsIt(
        "message longer than 262144 bytes", f -> f.fragment(0, tsn, 0, 0, Integer.MAX_VALUE, 9));
    assertEndsIt("a chunk of data without data", f -> f.fragment(WHOLE, tsn, 0, 0, 0, 0));
    assertEndsIt("DATA where I-DATA was agreed on", f -> f.data(WHOLE, tsn, 0, 0, 9));
  }

  private void assertEndsIt(String reason, UnaryOperator<Forge> attack) {
    InterleavedAttackTest fresh = new InterleavedAttackTest();
    fresh.meet();
    tsn = fresh.tsn;
    fresh.bobTakes(attack.apply(fresh.forge()));
    assertEquals(reason, fresh.link.bob.closed);
  }

  @Test
  void whatWasSkippedIsForgottenAndItsRestDropped() {
    for (int kind : new int[] {0, UNORDERED}) {
      boolean ordered = kind == 0;
      int stream = ordered ? 0 : 1;
      fragment(BEGIN | kind, stream, 0, 53, 10);
      bobTakes(forge().skip(tsn++, stream, ordered, 0));
      assertEquals(0, link.bob.association.reassembling());
      fragment(END | kind, stream, 0, 2, 10);
      assertEquals(0, link.bob.association.reassembling());
    }
    works(0, 1);
    works(1, 0);
  }

  @Test
  void skippingHandsUpWhatWaitedForTheSkipped() {
    fragment(WHOLE, 0, 1, 53, 1);
    fragment(BEGIN, 0, 2, 53, 2);
    fragment(WHOLE, 0, 3, 53, 3);
    fragment(WHOLE, 0, 5, 53, 5);
    bobTakes(forge().skip(tsn++, 0, true, 2));
    fragment(WHOLE, 0, 4, 53, 4);
    assertEquals(
        List.of(1, 3, 4, 5), link.bob.received.stream().map(each -> each.bytes().length).toList());
    assertEquals(0, link.bob.association.reassembling());
  }

  @Test
  void aStreamThatWasResetCountsFromZeroInBothKinds() {
    fragment(WHOLE, 3, 0, 53, 1);
    fragment(BEGIN, 3, 1, 53, 1);
    fragment(BEGIN | UNORDERED, 3, 0, 53, 1);
    link.bob.raw(forge().resetRequest(firstTsn(), tsn - 1, 3).seal());
    assertEquals(List.of(3), link.bob.incomingResets);
    assertEquals(0, link.bob.association.reassembling());
    works(3, 0);
    fragment(WHOLE | UNORDERED, 3, 0, 53, 1);
    assertNull(link.bob.closed);
  }

  /** Requests are numbered from the first TSN; three chunks were sent. */
  private int firstTsn() {
    return tsn - 3;
  }

  @Test
  void aUserThatDoesNotKeepUpShutsTheWindow() {
    link.bob.association.retain(Receiver.WINDOW);
    bobTakes(forge().fragment(WHOLE, tsn, 0, 0, 53, 100));
    assertEquals(0, link.bob.received.size());
    link.bob.association.consumed(Receiver.WINDOW, link.now, link.bob);
    works(0, 0);
  }
}
