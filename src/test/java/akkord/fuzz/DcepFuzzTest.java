package akkord.fuzz;

import akkord.media.DataMessage;
import akkord.media.DtlsRole;
import akkord.media.Output;
import akkord.media.QuietOutput;
import akkord.media.sctp.Association;
import akkord.media.sctp.DataChannels;
import akkord.media.sctp.PacketWriter;
import akkord.media.sctp.QuietUser;
import akkord.media.sctp.Reliability;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A peer that opens, acknowledges, fills and resets channels in any shape and order: nothing is
 * thrown, the channels stay bounded, each that opens closes once at most, and the association lives
 * on.
 */
class DcepFuzzTest {
  private static final int DCEP = 50;
  private static final int[] PPIDS = {DCEP, DCEP, DCEP, 51, 53, 56, 57, 0};
  private static final int RESET = 0x80;
  private static final byte CUT = (byte) 0xFE;

  /** What travels between the two, in order and without loss. */
  private abstract static class End implements QuietOutput {
    final ArrayDeque<byte[]> wire = new ArrayDeque<>();

    void put(byte[] packet, int length) {
      wire.add(Arrays.copyOf(packet, length));
    }
  }

  private static final class Peer extends End implements QuietUser {
    final Association association =
        new Association(5000, 5000, 1 << 18, this, new Random(1), new PacketWriter());

    @Override
    public void transmit(byte[] packet, int length, Output out) {
      put(packet, length);
    }

    @Override
    public void onClosed(String reason, long now, Output out) {
      throw new AssertionError("we ended an association over DCEP: " + reason);
    }
  }

  private static final class Ours extends End implements DataChannels.User {
    final DataChannels channels =
        new DataChannels(DtlsRole.SERVER, 5000, 1 << 16, this, new Random(2), new PacketWriter());
    final Map<String, Integer> open = new HashMap<>();

    @Override
    public void transmit(byte[] packet, int length, Output out) {
      put(packet, length);
    }

    @Override
    public void onOpen(String label, long now, Output out) {
      if (open.merge(label, 1, Integer::sum) > 1) {
        throw new AssertionError("opened what was open");
      }
      channels.send(new DataMessage(label, true, new byte[] {1}), 1 << 16, now, out);
    }

    @Override
    public void onClose(String label, long now, Output out) {
      if (open.merge(label, -1, Integer::sum) < 0) {
        throw new AssertionError("closed what was not open");
      }
    }

    @Override
    public void onMessage(
        String label, boolean text, byte[] bytes, int offset, int length, long now, Output out) {
      if (open.getOrDefault(label, 0) == 0) {
        throw new AssertionError("a message on a channel that is not open");
      }
    }

    @Override
    public void onFailed(String reason, long now, Output out) {
      throw new AssertionError("the peer's packets ended the association: " + reason);
    }
  }

  private final Peer peer = new Peer();
  private final Ours ours = new Ours();
  private long now = 1;

  /** Messages cut at each 0xFE byte: stream, payload protocol or a reset, then the message. */
  @FuzzTest(maxDuration = "30s")
  void messages(byte[] data) {
    peer.association.connect(now, peer);
    exchange();
    int from = 0;
    for (int to = 0; to <= data.length; to++) {
      if (to == data.length || data[to] == CUT) {
        send(data, from, to);
        exchange();
        from = to + 1;
      }
    }
    if (ours.channels.openLabels().size() > DataChannels.MAX_CHANNELS) {
      throw new AssertionError(ours.channels.openLabels().size() + " channels");
    }
    if (!ours.channels.established()) {
      throw new AssertionError("the association has ended");
    }
  }

  private void send(byte[] data, int from, int to) {
    if (to - from < 3) {
      return;
    }
    int stream = data[from] & 0xFF;
    int kind = data[from + 1] & 0xFF;
    if ((kind & RESET) != 0) {
      peer.association.reset(stream, now, peer);
    } else {
      byte[] message = Arrays.copyOfRange(data, from + 2, to);
      int ppid = PPIDS[kind % PPIDS.length];
      peer.association.send(stream, ppid, message, true, Reliability.FULL, now, peer);
    }
  }

  /** Everything under way arrives, and what is due is done. */
  private void exchange() {
    do {
      now += 30_000_000;
      deliver();
      peer.association.onTimeout(now, peer);
      ours.channels.onTimeout(now, ours);
    } while (!peer.wire.isEmpty() || !ours.wire.isEmpty());
  }

  private void deliver() {
    while (!peer.wire.isEmpty() || !ours.wire.isEmpty()) {
      for (byte[] each = peer.wire.poll(); each != null; each = peer.wire.poll()) {
        ours.channels.onDatagram(each, 0, each.length, now, ours);
      }
      for (byte[] each = ours.wire.poll(); each != null; each = ours.wire.poll()) {
        peer.association.onDatagram(each, 0, each.length, now, peer);
      }
    }
  }
}
