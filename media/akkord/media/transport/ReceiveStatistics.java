package akkord.media.transport;

import akkord.media.net.Packet;
import akkord.media.rtcp.NtpTime;
import akkord.media.rtcp.ReportBlock;
import akkord.media.rtp.SequenceNumber;

/** What a receiver reports of one SSRC (RFC 3550 6.4.1, A.3, A.8). */
final class ReceiveStatistics {
  private static final long SECOND = 1_000_000_000L;

  private final long ssrc;
  private final int clockRate;
  private long first = -1;
  private long highest;
  private long received;
  private long expectedBefore;
  private long receivedBefore;
  private int lastTransit;
  private int lastTimestamp;
  private int jitter16;
  private long lastReport;
  private long lastReportAt;

  /**
   * @param clockRate ticks a second of its timestamps
   */
  ReceiveStatistics(long ssrc, int clockRate) {
    this.ssrc = ssrc;
    this.clockRate = clockRate;
  }

  /** Whose. */
  long ssrc() {
    return ssrc;
  }

  /** Whether there is anything to report. */
  boolean started() {
    return first >= 0;
  }

  /** Counts a packet, duplicates too. */
  void onPacket(int sequenceNumber, int timestamp, long now) {
    received++;
    if (first < 0) {
      // One cycle up, so that a packet from before the first does not go below zero.
      first = sequenceNumber + 0x10000L;
      highest = first;
      lastTimestamp = timestamp;
      lastTransit = transit(timestamp, now);
      return;
    }
    highest = Math.max(highest, SequenceNumber.extend(highest, sequenceNumber));
    if (timestamp != lastTimestamp) {
      int transit = transit(timestamp, now);
      int change = Math.abs(transit - lastTransit);
      jitter16 += change - ((jitter16 + 8) >> 4);
      lastTransit = transit;
      lastTimestamp = timestamp;
    }
  }

  private int transit(int timestamp, long now) {
    long ticks = now / SECOND * clockRate + now % SECOND * clockRate / SECOND;
    return (int) ticks - timestamp;
  }

  /** Remembers a sender report, so that the sender can measure the round trip. */
  void onSenderReport(long ntp, long now) {
    lastReport = NtpTime.compact(ntp);
    lastReportAt = now;
  }

  /**
   * Adds a report block; the interval for the fraction lost begins anew.
   *
   * @param report where the report starts
   * @return false if it has no room
   */
  boolean append(Packet packet, int report, long now) {
    long expected = highest - first + 1;
    long expectedNow = expected - expectedBefore;
    long lostNow = expectedNow - (received - receivedBefore);
    int fraction =
        expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    long delay = lastReport == 0 ? 0 : NtpTime.toCompact(now - lastReportAt);
    boolean added =
        ReportBlock.append(
            packet,
            report,
            ssrc,
            fraction,
            (int) (expected - received),
            highest - 0x10000L,
            jitter16 >> 4,
            lastReport,
            delay);
    if (added) {
      expectedBefore = expected;
      receivedBefore = received;
    }
    return added;
  }
}
