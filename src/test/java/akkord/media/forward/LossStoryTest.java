package akkord.media.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.forward.Stage.Got;
import akkord.media.forward.Stage.Subscriber;
import akkord.media.net.Packet;
import akkord.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random loss, reordering and repetition on the publisher's side, by seed. */
class LossStoryTest {
  private final Stage stage = new Stage();
  private final TreeMap<Long, List<Packet>> onTheWay = new TreeMap<>();
  private final Map<Integer, Packet> sent = new HashMap<>();
  private int answered;

  private void arriveIn(long delay, Packet packet) {
    onTheWay.computeIfAbsent(stage.now + delay, at -> new ArrayList<>()).add(packet);
  }

  private void step(Random random, double loss) {
    stage.now += Stage.MILLI;
    while (!onTheWay.isEmpty() && onTheWay.firstKey() - stage.now <= 0) {
      stage.deliver(onTheWay.pollFirstEntry().getValue());
    }
    stage.track.onTimeout(stage.now, stage.out);
    for (; answered < stage.nacks.size(); answered++) {
      Packet original = sent.get(stage.nacks.get(answered));
      if (random.nextDouble() > loss) {
        arriveIn(40 * Stage.MILLI, stage.q.rtx(original, 1011));
      }
    }
  }

  private void send(Packet packet, Random random, double loss) {
    RtpPacket rtp = new RtpPacket();
    assertTrue(rtp.wrap(packet));
    sent.put(rtp.sequenceNumber(), packet);
    boolean isLost = random.nextDouble() < loss;
    for (int copies = isLost ? 0 : random.nextInt(20) == 0 ? 2 : 1; copies > 0; copies--) {
      arriveIn((20 + random.nextInt(8)) * Stage.MILLI, packet);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everythingIsRepairedAndInOrder(long seed) {
    Random random = new Random(seed);
    Subscriber bob = stage.subscribe(0, 3);
    int packets = 0;
    for (int frame = 0; frame < 300; frame++) {
      for (Packet packet : stage.q.frame(frame % 100 == 0, frame % 2, true, 3)) {
        send(packet, random, 0.1);
        packets++;
      }
      for (int i = 0; i < 33; i++) {
        step(random, 0.1);
      }
    }
    for (int i = 0; i < 1500; i++) {
      step(random, 0);
    }
    List<Got> got = new ArrayList<>(bob.got);
    got.sort(Comparator.comparingInt(Got::sequenceNumber));
    assertEquals(packets, got.size());
    for (int i = 1; i < got.size(); i++) {
      Got before = got.get(i - 1);
      assertEquals(before.sequenceNumber() + 1, got.get(i).sequenceNumber());
      boolean isSameFrame = !before.marker();
      assertEquals(
          before.timestamp() + (isSameFrame ? 0 : 3000), got.get(i).timestamp(), "at " + i);
      assertEquals((before.pictureId() + (isSameFrame ? 0 : 1)) & 0x7FFF, got.get(i).pictureId());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8})
  void leavingOutTemporalLayersNeverNumbersTwoPacketsAlike(long seed) {
    Random random = new Random(seed);
    Subscriber bob = stage.subscribe(0, 0);
    for (int frame = 0; frame < 300; frame++) {
      for (Packet packet : stage.q.frame(frame % 100 == 0, frame % 2, true, 3)) {
        send(packet, random, 0.1);
      }
      for (int i = 0; i < 33; i++) {
        step(random, 0.1);
      }
    }
    for (int i = 0; i < 1500; i++) {
      step(random, 0);
    }
    assertEquals(450, bob.got.size());
    List<Got> got = new ArrayList<>(bob.got);
    got.sort(Comparator.comparingInt(Got::sequenceNumber));
    for (int i = 1; i < got.size(); i++) {
      Got before = got.get(i - 1);
      Got after = got.get(i);
      assertTrue(after.sequenceNumber() > before.sequenceNumber());
      int step = (after.timestamp() - before.timestamp()) / 6000;
      assertEquals(before.marker() ? 1 : 0, step, "at " + i);
    }
  }
}
