package akkord.media.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.net.Packet;
import akkord.media.rtcp.RtcpReader;
import akkord.media.rtcp.RtcpType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportFeedbackGeneratorTest {
  private static final long MILLI = 1_000_000L;
  private static final long TICK = 250_000L;
  private static final int MTU = 1200;

  private final TransportFeedbackGenerator generator = new TransportFeedbackGenerator(0xFEDCBA98L);

  @Test
  void tellsOfArrivedAndMissingPackets() {
    generator.onPacket(65_534, 7, 1000, 640 * MILLI);
    generator.onPacket(65_535, 7, 1000, 641 * MILLI);
    generator.onPacket(1, 9, 1000, 800 * MILLI);
    FeedbackDecoder feedback = due(801 * MILLI).getFirst();
    assertEquals(0xFEDCBA98L, feedback.senderSsrc());
    assertEquals(9, feedback.mediaSsrc());
    assertEquals(65_534, feedback.base());
    assertEquals(0, feedback.count());
    assertEquals(Arrays.asList(2560L, 2564L, null, 3200L), feedback.ticks());
  }

  @Test
  void countsItsMessagesAndContinuesWhereItStopped() {
    for (int i = 0; i < 300; i++) {
      long now = i * 50L * MILLI;
      generator.onPacket(2 * i, 7, 2000, now);
      FeedbackDecoder feedback = due(now).getFirst();
      assertEquals(i & 0xFF, feedback.count());
      assertEquals(i == 0 ? 0 : 2 * i - 1, feedback.base());
    }
  }

  @Test
  void saysNothingWithoutNewPackets() {
    assertEquals(Long.MAX_VALUE, generator.nextDeadline());
    assertTrue(due(0).isEmpty());
    generator.onPacket(1, 7, 2000, 0);
    assertEquals(1, due(0).size());
    assertEquals(Long.MAX_VALUE, generator.nextDeadline());
    assertTrue(due(1000 * MILLI).isEmpty());
    generator.onPacket(1, 7, 2000, 1000 * MILLI);
    assertEquals(Long.MAX_VALUE, generator.nextDeadline(), "a duplicate");
  }

  @Test
  void comesOftenAtHighBitratesAndSeldomAtLowOnes() {
    assertEquals(20, messagesInASecond(1200, 2), "5 Mbit/s");
    int audio = new TransportFeedbackGeneratorTest().messagesInASecond(100, 20);
    assertTrue(audio >= 3 && audio <= 5, "40 kbit/s: " + audio);
  }

  private int messagesInASecond(int bytes, int intervalMillis) {
    int messages = 0;
    int sequence = 0;
    for (int millis = 0; millis < 2000; millis++) {
      if (millis % intervalMillis == 0) {
        generator.onPacket(sequence++, 7, bytes, millis * MILLI);
      }
      int now = due(millis * MILLI).size();
      messages += millis >= 1000 ? now : 0;
    }
    return messages;
  }

  @Test
  void reportsALatePacketWithWhatFollowedIt() {
    generator.onPacket(10, 7, 2000, 0);
    generator.onPacket(12, 7, 2000, MILLI);
    FeedbackDecoder first = due(MILLI).getFirst();
    assertEquals(Arrays.asList(0L, null, 4L), first.ticks());
    generator.onPacket(11, 7, 2000, 60 * MILLI);
    FeedbackDecoder second = due(60 * MILLI).getFirst();
    assertEquals(11, second.base());
    assertEquals(List.of(240L, 4L), second.ticks());
  }

  @Test
  void splitsWhereADeltaDoesNotFit() {
    generator.onPacket(0, 7, 1, 0);
    generator.onPacket(1, 7, 1, 8191 * MILLI);
    generator.onPacket(2, 7, 1, 16_384 * MILLI);
    List<FeedbackDecoder> feedback = due(16_384 * MILLI);
    assertEquals(2, feedback.size());
    assertEquals(List.of(0L, 32_764L), feedback.get(0).ticks());
    assertEquals(2, feedback.get(1).base());
    assertEquals(List.of(65_536L), feedback.get(1).ticks());
    assertEquals(1, feedback.get(1).count());
  }

  @Test
  void survivesAJumpOfTheNumbers() {
    generator.onPacket(0, 7, 2000, 0);
    generator.onPacket(30_000, 7, 2000, MILLI);
    List<FeedbackDecoder> feedback = due(50 * MILLI);
    assertEquals(1, feedback.size());
    assertEquals(30_000 - 2047, feedback.getFirst().base());
    assertEquals(2048, feedback.getFirst().ticks().size());
    assertNotNull(feedback.getFirst().ticks().getLast());
    generator.onPacket(0, 7, 2000, 51 * MILLI);
    assertEquals(Long.MAX_VALUE, generator.nextDeadline(), "too old to be told of");
  }

  @Test
  void timesWrapWithTheReference() {
    long wrap = (1L << 32) * TICK;
    generator.onPacket(0, 7, 2000, wrap - MILLI);
    generator.onPacket(1, 7, 2000, wrap + MILLI);
    FeedbackDecoder feedback = due(wrap + MILLI).getFirst();
    assertEquals(List.of((1L << 32) - 4, (1L << 32) + 4), feedback.ticks());
    TransportFeedbackGeneratorTest negative = new TransportFeedbackGeneratorTest();
    negative.generator.onPacket(0, 7, 2000, -MILLI);
    assertEquals(List.of((1L << 32) - 4), negative.due(0).getFirst().ticks());
  }

  /** Every packet that arrived is reported, once it is due, with the time it arrived. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void agreesWithADecoderUnderLossAndReordering(long seed) {
    Random random = new Random(seed);
    double loss = random.nextInt(4) * 0.15;
    int jitterMillis = 1 + random.nextInt(60);
    int perSecond = 50 << random.nextInt(7);
    long first = 65_000L + random.nextInt(1000);
    List<long[]> arrivals = new ArrayList<>();
    for (int i = 0; i < 4 * perSecond; i++) {
      if (random.nextDouble() >= loss) {
        long sent = i * 1000L * MILLI / perSecond;
        arrivals.add(new long[] {first + i, sent + random.nextLong(jitterMillis * MILLI)});
        if (random.nextInt(20) == 0) {
          arrivals.add(new long[] {first + i, sent + random.nextLong(2L * jitterMillis * MILLI)});
        }
      }
    }
    arrivals.sort((a, b) -> Long.compare(a[1], b[1]));
    check(arrivals, arrivals.getFirst()[0]);
  }

  private void check(List<long[]> arrivals, long first) {
    Map<Long, Long> expected = new HashMap<>();
    Map<Long, Long> told = new HashMap<>();
    int next = 0;
    long highest = first;
    for (long now = 0; next < arrivals.size() || generator.nextDeadline() != Long.MAX_VALUE; ) {
      now += 5 * MILLI;
      while (next < arrivals.size() && arrivals.get(next)[1] <= now) {
        long[] arrival = arrivals.get(next++);
        if (expected.putIfAbsent(arrival[0], arrival[1] / TICK) == null) {
          highest = Math.max(highest, arrival[0]);
        }
        generator.onPacket((int) arrival[0] & 0xFFFF, 7, 1200, arrival[1]);
      }
      for (FeedbackDecoder feedback : due(now)) {
        assertTrue(feedback.bytes() <= MTU);
        collect(feedback, highest, told, expected);
      }
    }
    assertEquals(expected, told);
  }

  private static void collect(
      FeedbackDecoder feedback, long highest, Map<Long, Long> told, Map<Long, Long> expected) {
    for (int i = 0; i < feedback.ticks().size(); i++) {
      int sequence = feedback.base() + i;
      long number = highest + (short) (sequence - highest);
      Long ticks = feedback.ticks().get(i);
      if (ticks == null) {
        assertNull(expected.get(number), "arrived, but told missing: " + number);
      } else {
        Long before = told.put(number, ticks);
        assertTrue(before == null || before.equals(ticks), "told two times of " + number);
      }
    }
  }

  @Test
  void needsNoMemoryInSteadyState() {
    Packet packet = new Packet();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = 0;
    for (int i = 0; i < 200_000; i++) {
      if (i == 100_000) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      generator.onPacket(i & 0xFFFF, 7, 1200, i * MILLI);
      packet.clear();
      generator.append(packet, i * MILLI);
    }
    assertEquals(0, (threads.getCurrentThreadAllocatedBytes() - before) / 100_000);
  }

  @Test
  void waitsForAPacketWithRoom() {
    generator.onPacket(0, 7, 2000, 0);
    Packet full = new Packet();
    full.length = Packet.CAPACITY - 20;
    assertFalse(generator.append(full, 0));
    assertEquals(1, due(0).size());
  }

  private List<FeedbackDecoder> due(long now) {
    List<FeedbackDecoder> messages = new ArrayList<>();
    Packet packet = new Packet();
    while (generator.append(packet, now)) {
      RtcpReader reader = new RtcpReader();
      reader.wrap(packet);
      assertTrue(reader.next());
      assertEquals(RtcpType.TRANSPORT_FEEDBACK, reader.type());
      assertFalse(reader.next() || reader.malformed());
      messages.add(FeedbackDecoder.decode(Arrays.copyOf(packet.bytes, packet.length)));
      packet.clear();
    }
    return messages;
  }
}
