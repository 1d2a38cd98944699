package akkord.media.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.net.Packet;
import akkord.media.rtcp.ReceiverReport;
import akkord.media.rtcp.ReportBlock;
import akkord.media.rtcp.RtcpReader;
import org.junit.jupiter.api.Test;

/** RFC 3550 6.4.1 and A.3, A.8. */
class ReceiveStatisticsTest {
  private static final long MILLI = 1_000_000;

  private final ReceiveStatistics statistics = new ReceiveStatistics(7, 90_000);
  private final RtcpReader reader = new RtcpReader();

  private void report(long now) {
    Packet packet = new Packet();
    int report = ReceiverReport.append(packet, 1);
    assertTrue(statistics.append(packet, report, now));
    reader.wrap(packet);
    assertTrue(reader.next());
    assertEquals(7, ReportBlock.ssrc(reader, 0));
  }

  @Test
  void lossIsCountedOverTheIntervalAndInAll() {
    for (int i = 0; i < 100; i++) {
      if (i % 4 != 3) {
        statistics.onPacket((65_500 + i) & 0xFFFF, 0, 0);
      }
    }
    statistics.onPacket((65_500 + 99) & 0xFFFF, 0, 0);
    report(0);
    assertEquals(24, ReportBlock.cumulativeLost(reader, 0));
    assertEquals(24 * 256 / 100, ReportBlock.fractionLost(reader, 0));
    assertEquals(65_500 + 99, ReportBlock.highestSequence(reader, 0));
    report(0);
    assertEquals(24, ReportBlock.cumulativeLost(reader, 0));
    assertEquals(0, ReportBlock.fractionLost(reader, 0));
  }

  @Test
  void evenArrivalHasNoJitterAndUnevenHas() {
    for (int i = 0; i < 50; i++) {
      statistics.onPacket(i, i * 3000, i * 33_333_333L + 10);
    }
    report(0);
    assertTrue(ReportBlock.jitter(reader, 0) <= 1);
    for (int i = 50; i < 100; i++) {
      statistics.onPacket(i, i * 3000, i * 33_333_333L + (i % 2) * 10L * MILLI);
    }
    report(0);
    long jitter = ReportBlock.jitter(reader, 0);
    assertTrue(jitter > 700 && jitter < 910, jitter + " ticks");
  }

  @Test
  void theSenderCanMeasureTheRoundTrip() {
    statistics.onPacket(1, 0, 0);
    statistics.onSenderReport(0x0123456789ABCDEFL, 1000 * MILLI);
    report(1500 * MILLI);
    assertEquals(0x456789ABL, ReportBlock.lastSenderReport(reader, 0));
    assertEquals(32_768, ReportBlock.delaySinceLastSenderReport(reader, 0));
  }
}
