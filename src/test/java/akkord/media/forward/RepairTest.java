package akkord.media.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.net.Packet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Asking for lost packets, keeping recent ones, asking for key frames, listening for speakers. */
class RepairTest {
  private static final long MILLI = 1_000_000L;
  private final NackGenerator nacks = new NackGenerator();
  private final int[] target = new int[NackGenerator.MAX_REQUESTS];

  private int[] poll(long now) {
    return Arrays.copyOf(target, nacks.poll(now, target));
  }

  @Test
  void aGapAcrossTheWrapIsAskedForAfterAMoment() {
    assertTrue(nacks.onPacket(65_533, 0));
    assertEquals(Long.MAX_VALUE, nacks.nextDeadline());
    assertTrue(nacks.onPacket(65_538, 0));
    assertEquals(0, poll(4 * MILLI).length);
    assertEquals(5 * MILLI, nacks.nextDeadline());
    assertArrayEquals(new int[] {65_534, 65_535, 0, 1}, poll(5 * MILLI));
    assertEquals(0, poll(50 * MILLI).length);
  }

  @Test
  void reorderedPacketsAreNotAskedFor() {
    nacks.onPacket(10, 0);
    nacks.onPacket(12, 0);
    nacks.onPacket(11, 3 * MILLI);
    assertEquals(0, poll(100 * MILLI).length);
    assertEquals(0, nacks.missing());
  }

  @Test
  void aPacketIsAskedForOnceARoundTripUntilGivenUp() {
    nacks.onPacket(10, 0);
    nacks.onPacket(12, 0);
    int asked = 0;
    long last = 0;
    for (long now = 0; now < 5_000 * MILLI; now += 5 * MILLI) {
      if (poll(now).length > 0) {
        assertTrue(asked == 0 || now - last >= 100 * MILLI);
        asked++;
        last = now;
      }
    }
    assertEquals(NackGenerator.MAX_TRIES, asked);
    assertEquals(0, nacks.missing());
  }

  @Test
  void theRoundTripIsLearntFromAnswers() {
    long now = 0;
    long sequence = 1;
    nacks.onPacket(sequence, now);
    for (int i = 0; i < 60; i++) {
      sequence += 2;
      nacks.onPacket(sequence, now);
      now += 5 * MILLI;
      assertEquals(1, poll(now).length);
      now += 30 * MILLI;
      nacks.onPacket(sequence - 1, now);
    }
    nacks.onPacket(sequence + 2, now);
    now += 5 * MILLI;
    assertEquals(1, poll(now).length);
    assertEquals(0, poll(now + 29 * MILLI).length);
    assertEquals(1, poll(now + 35 * MILLI).length);
  }

  @Test
  void aJumpIsNotRepairedAndTheListIsBounded() {
    nacks.onPacket(1, 0);
    assertFalse(nacks.onPacket(1 + 60_000, 0));
    assertEquals(0, nacks.missing());
    long sequence = 60_001;
    for (int i = 0; i < 10; i++) {
      sequence += NackGenerator.MAX_GAP;
      assertTrue(nacks.onPacket(sequence, 0));
    }
    assertEquals(512, nacks.missing());
    assertEquals(NackGenerator.MAX_REQUESTS, poll(10 * MILLI).length);
    assertEquals(NackGenerator.MAX_REQUESTS, poll(10 * MILLI).length);
  }

  private static Packet packet(int length, int mark) {
    Packet packet = new Packet();
    packet.offset = 5;
    packet.length = length;
    packet.bytes[5] = (byte) mark;
    packet.bytes[5 + length - 1] = (byte) mark;
    return packet;
  }

  @Test
  void theCacheKeepsTheNewestBytes() {
    RetransmissionBuffer buffer = new RetransmissionBuffer(8, 2500);
    Packet target = new Packet();
    for (int i = 0; i < 100; i++) {
      buffer.store(65_530 + i, packet(700, i));
      for (int back = 0; back < 3 && back <= i; back++) {
        assertTrue(buffer.load(65_530 + i - back, target), i + " " + back);
        assertEquals(700, target.length);
        assertEquals((byte) (i - back), target.bytes[0]);
        assertEquals((byte) (i - back), target.bytes[699]);
      }
    }
    assertTrue(buffer.hasSeen(65_530 + 94));
    assertFalse(buffer.contains(65_530 + 94));
    assertFalse(buffer.hasSeen(65_530 + 91));
    buffer.clear();
    assertFalse(buffer.hasSeen(65_530 + 99));
  }

  @Test
  void keyFramesAreAskedForAtOnceAndThenAtTheThrottle() {
    KeyFrameRequester requester = new KeyFrameRequester();
    assertFalse(requester.poll(0));
    int asked = 0;
    for (long now = 0; now < 1000 * MILLI; now += 10 * MILLI) {
      requester.want();
      asked += requester.poll(now) ? 1 : 0;
    }
    assertEquals(4, asked);
    requester.onKeyFrame();
    assertFalse(requester.poll(2000 * MILLI), "nobody waits any more");
    for (long now = 2000 * MILLI; now < 12_000 * MILLI; now += 10 * MILLI) {
      requester.want();
      asked += requester.poll(now) ? 1 : 0;
    }
    assertTrue(asked < 4 + 15, "a deaf publisher is not pestered: " + asked);
  }

  @Test
  void aSpeakerIsHeardAndFallsSilent() {
    AudioLevelMeter meter = new AudioLevelMeter(48_000);
    long now = 0;
    int timestamp = 0;
    float level = meter.poll(now);
    assertEquals(0, level);
    for (int i = 0; i < 100; i++) {
      meter.onPacket(20, timestamp);
      timestamp += 960;
      now += 20 * MILLI;
      level = meter.poll(now);
    }
    assertEquals(0.1f, level, 0.01f);
    for (int i = 0; i < 100; i++) {
      meter.onPacket(i % 10 == 0 ? 20 : 127, timestamp);
      timestamp += 960;
      now += 20 * MILLI;
      level = meter.poll(now);
    }
    assertEquals(0, level, "a tenth of the time is not speech");
  }
}
