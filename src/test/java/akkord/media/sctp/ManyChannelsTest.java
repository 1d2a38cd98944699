package akkord.media.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DropReason;
import akkord.media.DtlsRole;
import akkord.media.Output;
import akkord.media.QuietOutput;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A peer that keeps to the window, and has a long message under way on every channel there is. */
class ManyChannelsTest {
  private static final int ASKED_FOR = 64;
  private static final int MESSAGES = 3;
  private static final int LONGEST = 65_535; // what descriptions announce
  private static final long STEP = 10_000_000L;
  private static final int BINARY = 53;

  private final Random random = new Random(1);
  private final Peer peer = new Peer();
  private final Ours ours = new Ours();
  private double loss;
  private long now = 1;

  private final class Peer implements QuietUser {
    final Association association =
        new Association(5000, 5000, LONGEST, this, new Random(2), new PacketWriter());
    final ArrayDeque<byte[]> sent = new ArrayDeque<>();
    final Set<Integer> refused = new TreeSet<>();

    @Override
    public void transmit(byte[] packet, int length, Output out) {
      put(sent, packet, length);
    }

    @Override
    public void onIncomingReset(int stream, long now, Output out) {
      refused.add(stream);
    }
  }

  private final class Ours implements DataChannels.User, QuietOutput {
    final DataChannels channels =
        new DataChannels(DtlsRole.SERVER, 5000, LONGEST, this, new Random(3), new PacketWriter());
    final ArrayDeque<byte[]> sent = new ArrayDeque<>();
    final Map<String, Integer> received = new HashMap<>();
    final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    String failed;

    @Override
    public void transmit(byte[] packet, int length, Output out) {
      put(sent, packet, length);
    }

    @Override
    public void onOpen(String label, long now, Output out) {}

    @Override
    public void onClose(String label, long now, Output out) {}

    @Override
    public void onMessage(
        String label, boolean text, byte[] bytes, int offset, int length, long now, Output out) {
      assertEquals(LONGEST, length);
      received.merge(label, 1, Integer::sum);
    }

    @Override
    public void onFailed(String reason, long now, Output out) {
      failed = reason;
    }

    @Override
    public void drop(DropReason reason) {
      drops.merge(reason, 1, Integer::sum);
    }
  }

  private void put(ArrayDeque<byte[]> wire, byte[] packet, int length) {
    if (random.nextDouble() >= loss) {
      wire.add(Arrays.copyOf(packet, length));
    }
  }

  private void run(int steps) {
    for (int i = 0; i < steps; i++) {
      now += STEP;
      for (int n = peer.sent.size(); n > 0; n--) {
        byte[] packet = peer.sent.poll();
        ours.channels.onDatagram(packet, 0, packet.length, now, ours);
      }
      for (int n = ours.sent.size(); n > 0; n--) {
        byte[] packet = ours.sent.poll();
        peer.association.onDatagram(packet, 0, packet.length, now, peer);
      }
      peer.association.onTimeout(now, peer);
      ours.channels.onTimeout(now, ours);
    }
  }

  private void openAll() {
    peer.association.connect(now, peer);
    run(10);
    for (int stream = 0; stream < ASKED_FOR; stream++) {
      byte[] open = Dcep.write(new Dcep.Open("channel " + stream, true, Reliability.FULL));
      peer.association.send(stream, Dcep.PPID, open, true, Reliability.FULL, now, peer);
    }
    run(100);
    assertTrue(peer.association.interleaves());
  }

  private void sendOnAll() {
    for (int stream = 0; stream < ASKED_FOR; stream++) {
      for (int i = 0; i < MESSAGES && !peer.refused.contains(stream); i++) {
        byte[] message = new byte[LONGEST];
        peer.association.send(stream, BINARY, message, true, Reliability.FULL, now, peer);
      }
    }
  }

  private void expectAll() {
    int open = ASKED_FOR - peer.refused.size();
    assertEquals(DataChannels.MAX_CHANNELS, open);
    run(30_000);
    assertNull(ours.failed);
    assertEquals(open, ours.received.size());
    assertEquals(Set.of(MESSAGES), Set.copyOf(ours.received.values()));
  }

  @Test
  void longestMessagesOnEveryChannelArrive() {
    openAll();
    sendOnAll();
    expectAll();
    assertEquals(ASKED_FOR - DataChannels.MAX_CHANNELS, ours.drops.get(DropReason.DATA_UNKNOWN));
  }

  @Test
  void theSameWithLoss() {
    openAll();
    loss = 0.05;
    sendOnAll();
    expectAll();
  }

  @Test
  void theWindowHoldsALongestMessageOfEveryChannel() {
    int most = DataChannels.MAX_CHANNELS * (LONGEST + PartialMessage.OVERHEAD);
    assertTrue(most <= Receiver.WINDOW + Receiver.SLACK / 2, most + " bytes");
  }
}
