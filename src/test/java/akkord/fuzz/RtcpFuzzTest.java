package akkord.fuzz;

import akkord.media.net.Packet;
import akkord.media.rtcp.Bye;
import akkord.media.rtcp.ExtendedReport;
import akkord.media.rtcp.Feedback;
import akkord.media.rtcp.Fir;
import akkord.media.rtcp.Nack;
import akkord.media.rtcp.Remb;
import akkord.media.rtcp.ReportBlock;
import akkord.media.rtcp.RtcpReader;
import akkord.media.rtcp.SenderReport;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any bytes can be walked over, and every accessor stays inside its block. */
class RtcpFuzzTest {
  private final int[] numbers = new int[64];

  @FuzzTest(maxDuration = "20s")
  void read(byte[] data) {
    Packet packet = new Packet();
    packet.length = Math.min(data.length, Packet.CAPACITY);
    // At the very end of the buffer, where reading too far throws.
    packet.offset = Packet.CAPACITY - packet.length;
    System.arraycopy(data, 0, packet.bytes, packet.offset, packet.length);
    RtcpReader reader = new RtcpReader();
    reader.wrap(packet);
    while (reader.next()) {
      reader.ssrc();
      visit(reader);
    }
  }

  /** Damaged good packets reach deeper than random bytes do. */
  @Test
  void readDamagedPackets() {
    Packet good = new Packet();
    ReportBlock.append(good, SenderReport.append(good, 1, 2, 3, 4, 5), 6, 7, 8, 9, 10, 11, 12);
    Nack.append(good, 1, 2, new int[] {1, 2, 40}, 3);
    Fir.append(good, 1, 2, 3);
    ExtendedReport.appendDlrr(good, 1, 2, 3, 4);
    Bye.append(good, 1);
    byte[] seed = Arrays.copyOf(good.bytes, good.length);
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] damaged = Arrays.copyOf(seed, seed.length - random.nextInt(8));
      for (int j = random.nextInt(6); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      read(damaged);
    }
  }

  private void visit(RtcpReader reader) {
    switch (reader.type()) {
      case SENDER_REPORT -> {
        SenderReport.ntp(reader);
        SenderReport.octets(reader);
        visitBlocks(reader);
      }
      case RECEIVER_REPORT -> visitBlocks(reader);
      case BYE -> {
        for (int i = 0; i < Bye.count(reader); i++) {
          Bye.ssrc(reader, i);
        }
      }
      case NACK -> Nack.read(reader, numbers);
      case PLI, TRANSPORT_FEEDBACK -> Feedback.mediaSsrc(reader);
      case FIR -> {
        for (int i = 0; i < Fir.count(reader); i++) {
          Fir.ssrc(reader, i);
          Fir.sequenceNumber(reader, i);
        }
      }
      case REMB -> {
        Remb.bitrate(reader);
        for (int i = 0; i < Remb.count(reader); i++) {
          Remb.ssrc(reader, i);
        }
      }
      case EXTENDED_REPORT -> ExtendedReport.receiverReferenceTime(reader);
      case SDES, OTHER -> {}
    }
  }

  private static void visitBlocks(RtcpReader reader) {
    for (int i = 0; i < ReportBlock.count(reader); i++) {
      ReportBlock.ssrc(reader, i);
      ReportBlock.delaySinceLastSenderReport(reader, i);
    }
  }
}
