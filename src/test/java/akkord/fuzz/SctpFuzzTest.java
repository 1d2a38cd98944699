package akkord.fuzz;

import akkord.media.Output;
import akkord.media.net.Bytes;
import akkord.media.sctp.Association;
import akkord.media.sctp.PacketWriter;
import akkord.media.sctp.QuietUser;
import akkord.media.sctp.Reliability;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;

/** SCTP bytes of any shape throw nothing and fill no more than the receive window. */
class SctpFuzzTest {
  private static final int MOST = 2 << 20;

  private static final class End implements QuietUser {
    final Association association;
    End other;
    int tag;
    boolean plain;

    End(int seed) {
      association =
          new Association(5000, 5000, 1 << 18, this, new Random(seed), new PacketWriter());
    }

    @Override
    public void transmit(byte[] packet, int length, Output out) {
      tag = Bytes.getInt(packet, 4);
      if (other != null) {
        byte[] copy = Arrays.copyOf(packet, length);
        if (plain && Bytes.getByte(copy, 12) <= 2) {
          withoutInterleaving(copy);
        }
        other.association.onDatagram(copy, 0, length, 0, other);
      }
    }

    /** I-DATA and I-FORWARD-TSN in the INIT become a type that nobody knows. */
    private static void withoutInterleaving(byte[] packet) {
      for (int at = 32; at < packet.length; at++) {
        boolean listed = packet[at] == 64 && at + 1 < packet.length && packet[at + 1] == (byte) 194;
        if (listed) {
          packet[at] = 1;
        }
      }
      CRC32C crc = new CRC32C();
      Bytes.putInt(packet, 8, 0);
      crc.update(packet);
      Bytes.putInt(packet, 8, Integer.reverseBytes((int) crc.getValue()));
    }

    @Override
    public void onIncomingReset(int stream, long now, Output out) {
      association.reset(stream, now, out);
    }
  }

  /**
   * Packets cut at each 0xFE byte, sent to an end that has met its peer and one that has not.
   * Messages interleave unless the first byte is even.
   */
  @FuzzTest(maxDuration = "30s")
  void anything(byte[] data) {
    End alice = new End(1);
    End bob = new End(2);
    alice.plain = data.length > 0 && (data[0] & 1) == 0;
    bob.plain = alice.plain;
    alice.other = bob;
    bob.other = alice;
    alice.association.connect(0, alice);
    if (bob.association.interleaves() == bob.plain) {
      throw new AssertionError("does not do what was agreed on");
    }
    bob.association.send(0, 53, new byte[5000], true, Reliability.retransmissions(0), 0, bob);
    int tag = alice.tag;
    bob.other = null;
    End fresh = new End(3);
    int from = 0;
    for (int to = 0; to <= data.length; to++) {
      if (to == data.length || data[to] == (byte) 0xFE) {
        byte[] packet = new byte[12 + to - from];
        Bytes.putInt(packet, 4, tag);
        System.arraycopy(data, from, packet, 12, to - from);
        bob.association.onDatagram(packet, 0, packet.length, to, bob);
        bob.association.onTimeout(to * 50_000_000L, bob);
        fresh.association.onDatagram(packet, 0, packet.length, to, fresh);
        from = to + 1;
      }
    }
    if (bob.association.reassembling() > MOST) {
      throw new AssertionError("holds " + bob.association.reassembling());
    }
  }
}
