package akkord.media.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DropReason;
import akkord.media.net.Bytes;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A peer with the DTLS keys that keeps to no rule: memory stays within the receive window and a
 * slack, answers within a few to a packet, and the association works on or ends with a reason.
 */
class AttackTest {
  private static final int WHOLE = ChunkType.BEGIN | ChunkType.END;
  private static final int MOST = Receiver.WINDOW + (300 << 10);

  private final Link link = new Link(7);
  private int tag;
  private int nextTsn;

  @BeforeEach
  void meet() {
    link.interleaving = false;
    link.filter =
        (from, packet) -> {
          if (from == link.alice) {
            tag = Bytes.getInt(packet, 4);
            if (Bytes.getByte(packet, 12) == ChunkType.INIT) {
              nextTsn = Bytes.getInt(packet, 12 + 4 + 12);
            }
          }
          return true;
        };
    link.alice.connect();
    link.run(Duration.ofSeconds(1));
    link.filter = (from, packet) -> false;
  }

  private Forge forge() {
    return new Forge(tag);
  }

  private void bobTakes(Forge forged) {
    link.bob.raw(forged.seal());
  }

  @Test
  void tinyFragmentsOfMessagesThatNeverEndFillNoMoreThanTheWindow() {
    for (int tsn = 1; tsn < 200_000; ) {
      Forge packet = forge();
      while (packet.room() > 20) {
        packet.data(tsn % 2 == 0 ? ChunkType.BEGIN : 0, nextTsn + tsn, 0, tsn, 1);
        tsn++;
      }
      bobTakes(packet);
      assertTrue(link.bob.association.reassembling() <= MOST);
    }
    assertTrue(link.bob.drops.containsKey(DropReason.SCTP_WINDOW_FULL));
  }

  @Test
  void aMessageWithoutEndEndsTheAssociation() {
    for (int tsn = 0; link.bob.closed == null; tsn++) {
      assertTrue(tsn < 1000);
      bobTakes(forge().data(tsn == 0 ? ChunkType.BEGIN : 0, nextTsn + tsn, 0, 0, 1000));
    }
    assertEquals("message longer than 262144 bytes", link.bob.closed);
  }

  @Test
  void messagesWhoseFirstNeverComesEndTheAssociation() {
    for (int i = 0; link.bob.closed == null; i++) {
      assertTrue(i < 20_000);
      bobTakes(forge().data(WHOLE, nextTsn + i, 0, 1 + i, 100));
      assertTrue(link.bob.association.reassembling() <= MOST);
    }
    assertEquals("sends more than the receive window", link.bob.closed);
  }

  @Test
  void aUserThatDoesNotKeepUpShutsTheWindow() {
    link.bob.association.retain(Receiver.WINDOW);
    bobTakes(forge().data(WHOLE, nextTsn, 0, 0, 100));
    assertEquals(0, link.bob.received.size());
    assertEquals(1, link.bob.drops.get(DropReason.SCTP_WINDOW_FULL));
    link.bob.association.consumed(Receiver.WINDOW, link.now, link.bob);
    bobTakes(forge().data(WHOLE, nextTsn, 0, 0, 100));
    assertEquals(1, link.bob.received.size());
  }

  @Test
  void jumpsOfTheTsnAreDroppedOrForwarded() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      int tsn = random.nextInt();
      bobTakes(
          forge().data(ChunkType.BEGIN, tsn, 0, i, 10).forward(tsn + random.nextInt(99), 0, i));
    }
    assertTrue(link.bob.association.reassembling() <= MOST);
  }

  @Test
  void gapBlocksOfAllShapesAcknowledgeOnlyWhatWasSent() {
    for (int i = 0; i < 100; i++) {
      link.bob.send(0, new byte[60_000], true, Reliability.FULL);
    }
    int[] everything = new int[2 * 250];
    for (int i = 0; i < everything.length; i += 2) {
      everything[i] = 1;
      everything[i + 1] = 0xFFFF;
    }
    Random random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      int[] blocks = i % 2 == 0 ? everything : random.ints(500, 0, 0x10000).toArray();
      bobTakes(forge().sack(random.nextInt(), -1, blocks));
    }
    assertNull(link.bob.closed);
    assertTrue(link.bob.association.buffered(0) >= 0);
  }

  @Test
  void cookiesThatAreNotOursAreNothing() {
    byte[] cookie = new byte[72];
    for (int i = 0; i < 2000; i++) {
      new Random(i).nextBytes(cookie);
      bobTakes(forge().chunk(ChunkType.COOKIE_ECHO, cookie));
    }
    assertEquals(2000, link.bob.drops.get(DropReason.SCTP_UNEXPECTED));
  }

  @Test
  void initsLeaveNothingButAnAnswer() {
    Link fresh = new Link(3);
    fresh.filter = (from, packet) -> false;
    byte[] init = new byte[16];
    Bytes.putInt(init, 0, 1);
    Bytes.putInt(init, 8, 0x00010001);
    for (int i = 0; i < 1000; i++) {
      fresh.bob.raw(new Forge(0).chunk(ChunkType.INIT, init).seal());
    }
    assertEquals(1000, fresh.bob.packetsOut);
    assertTrue(fresh.bob.association.nextDeadline(0) > Duration.ofHours(1).toNanos());
  }

  @Test
  void resetStormsGetFewAnswers() {
    int before = link.bob.packetsOut;
    for (int i = 0; i < 1000; i++) {
      Forge packet = forge();
      while (packet.room() > 60) {
        packet.resetRequest(i, nextTsn - 1, 0, 1, 2, 65_535);
      }
      bobTakes(packet);
    }
    assertTrue(link.bob.packetsOut - before <= 1000);
    assertNull(link.bob.closed);
  }

  @Test
  void aStormOfHeartbeatsGetsFewAnswers() {
    int before = link.bob.packetsOut;
    Forge packet = forge();
    while (packet.room() >= 8) {
      packet.chunk(ChunkType.HEARTBEAT, (byte) 0, (byte) 1, (byte) 0, (byte) 4);
    }
    bobTakes(packet);
    assertEquals(4, link.bob.packetsOut - before);
  }

  @Test
  void allStreamsAtOnceFit() {
    for (int stream = 0; stream < 65_536; stream += 40) {
      Forge packet = forge();
      for (int i = 0; i < 40; i++) {
        packet.data(WHOLE, nextTsn++, stream + i, 0, 1);
      }
      bobTakes(packet);
    }
    assertEquals(Association.STREAMS, link.bob.received.size());
    assertNull(link.bob.closed);
  }

  @Test
  void aDataChunkWithoutDataEndsTheAssociation() {
    bobTakes(forge().data(WHOLE, nextTsn, 0, 0, 0));
    assertNotNull(link.bob.closed);
  }
}
