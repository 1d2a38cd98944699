package akkord.media.rtcp;

import static akkord.media.rtcp.RtcpPackets.empty;
import static akkord.media.rtcp.RtcpPackets.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.net.Packet;
import org.junit.jupiter.api.Test;

class ReceiverStatisticsTest {
  private static final long SSRC = 0xFEDCBA98L;
  private static final long MILLI = 1_000_000L;
  private static final long START = 1L << 62;

  private final ReceiverStatistics receiver = new ReceiverStatistics(SSRC, 48_000);
  private long now = START;

  private void receive(int sequenceNumber) {
    receiver.onPacket(sequenceNumber & 0xFFFF, 960 * sequenceNumber, now);
    now += 20 * MILLI;
  }

  private RtcpReader report() {
    Packet packet = empty();
    int report = ReceiverReport.append(packet, 1);
    assertTrue(receiver.append(packet, report, now));
    return read(packet);
  }

  @Test
  void countsCyclesAcrossTheWrap() {
    for (int i = 65_530; i <= 65_540; i++) {
      receive(i);
    }
    assertEquals(65_540, ReportBlock.highestSequence(report(), 0));
    assertEquals(0, receiver.cumulativeLost());
    assertEquals(11, receiver.received());
    assertEquals(0, receiver.jitter());
  }

  @Test
  void tellsLossSinceTheLastReportAndInAll() {
    for (int i = 0; i < 100; i++) {
      if (i % 4 != 1) {
        receive(i);
      }
    }
    RtcpReader first = report();
    assertEquals(SSRC, ReportBlock.ssrc(first, 0));
    assertEquals(64, ReportBlock.fractionLost(first, 0));
    assertEquals(25, ReportBlock.cumulativeLost(first, 0));
    for (int i = 100; i < 200; i++) {
      receive(i);
    }
    RtcpReader second = report();
    assertEquals(0, ReportBlock.fractionLost(second, 0));
    assertEquals(25, ReportBlock.cumulativeLost(second, 0));
    assertEquals(0, ReportBlock.fractionLost(report(), 0), "nothing since");
  }

  @Test
  void duplicatesMakeLossNegative() {
    for (int i = 0; i < 10; i++) {
      receive(i);
      receive(i);
    }
    RtcpReader report = report();
    assertEquals(0, ReportBlock.fractionLost(report, 0));
    assertEquals(-10, ReportBlock.cumulativeLost(report, 0));
  }

  @Test
  void latePacketsAreNotLost() {
    receive(65_535);
    receive(1);
    receive(0);
    assertEquals(65_537, receiver.highestSequence());
    assertEquals(0, receiver.cumulativeLost());
  }

  @Test
  void aJumpIsBelievedWhenTheNextPacketConfirmsIt() {
    receive(100);
    receive(40_000);
    receive(101);
    assertEquals(101, receiver.highestSequence());
    receive(20_000);
    receive(20_001);
    assertEquals(20_001, receiver.highestSequence());
    assertEquals(0, receiver.cumulativeLost());
  }

  @Test
  void jitterIsInTicksOfTheClock() {
    for (int i = 0; i < 200; i++) {
      long arrival = START + i * 20L * MILLI + (i % 2) * 10L * MILLI;
      receiver.onPacket(i, 960 * i, arrival);
    }
    long tenMillis = 480;
    assertTrue(Math.abs(receiver.jitter() - tenMillis) <= 1, "jitter " + receiver.jitter());
  }

  @Test
  void packetsOfOneFrameAreNoJitter() {
    for (int i = 0; i < 200; i++) {
      receiver.onPacket(i, i / 10 * 960, START + (i / 10 * 20 + i % 10) * MILLI);
    }
    assertEquals(0, receiver.jitter());
  }

  @Test
  void jitterSurvivesTheTimestampWrapAndLongCalls() {
    long step = 3_600_000L;
    for (int i = 0; i < 100_000; i += 1000) {
      receiver.onPacket(i & 0xFFFF, (int) (i * step * 48), START + i * step * MILLI);
    }
    assertEquals(0, receiver.jitter());
  }

  @Test
  void answersTheLastSenderReport() {
    receive(1);
    assertEquals(0, ReportBlock.lastSenderReport(report(), 0));
    receiver.onSenderReport(0x1234567812340000L, now);
    now += 500 * MILLI;
    RtcpReader report = report();
    assertEquals(0x56781234L, ReportBlock.lastSenderReport(report, 0));
    assertEquals(0x8000, ReportBlock.delaySinceLastSenderReport(report, 0));
  }

  @Test
  void reportsNothingBeforeTheFirstPacket() {
    Packet packet = empty();
    assertFalse(receiver.append(packet, ReceiverReport.append(packet, 1), now));
    assertEquals(0, ReportBlock.count(read(packet)));
  }
}
