package akkord.media.rtcp;

import akkord.media.net.Packet;
import akkord.media.rtp.SequenceNumber;

/**
 * How one stream arrives (RFC 3550 A.1, A.3, A.8): the numbers of a report block. Its packets are
 * authentic, so the first one counts at once.
 */
public final class ReceiverStatistics {
  private static final long SECOND = 1_000_000_000L;

  /** RFC 3550 A.1: a larger step forward, or back, is a restart if the next packet confirms it. */
  private static final int MAX_DROPOUT = 3000;

  private static final int MAX_MISORDER = 100;

  private final long ssrc;
  private final int clockRate;

  private boolean started;
  private long first;
  private long highest;
  private long received;
  private int restartAt = -1;
  private long expectedBefore;
  private long receivedBefore;

  private long origin;
  private int lastTimestamp;
  private long lastTransit;

  /** In 1/16 of a tick, as RFC 3550 A.8 keeps it. */
  private long scaledJitter;

  private boolean reported;
  private long lastSenderReport;
  private long lastSenderReportAt;

  /**
   * @param ssrc unsigned
   * @param clockRate of the RTP timestamps, Hz
   */
  public ReceiverStatistics(long ssrc, int clockRate) {
    this.ssrc = ssrc;
    this.clockRate = clockRate;
  }

  /**
   * Takes one packet.
   *
   * @param sequenceNumber 0..65535
   * @param timestamp RTP timestamp, wrapping
   */
  public void onPacket(int sequenceNumber, int timestamp, long now) {
    if (!started) {
      started = true;
      origin = now;
      start(sequenceNumber, timestamp, now);
      return;
    }
    int step = SequenceNumber.distance((int) highest, sequenceNumber);
    if (step >= MAX_DROPOUT || step <= -MAX_MISORDER) {
      if (sequenceNumber == restartAt) {
        start(sequenceNumber, timestamp, now);
      } else {
        restartAt = sequenceNumber + 1 & 0xFFFF;
      }
      return;
    }
    restartAt = -1;
    received++;
    if (step > 0) {
      highest += step;
      updateJitter(timestamp, now);
    }
  }

  private void start(int sequenceNumber, int timestamp, long now) {
    first = sequenceNumber;
    highest = sequenceNumber;
    received = 1;
    expectedBefore = 0;
    receivedBefore = 0;
    restartAt = -1;
    lastTimestamp = timestamp;
    lastTransit = clockTicks(now) - timestamp;
  }

  private void updateJitter(int timestamp, long now) {
    // The packets of one frame leave together only in name: pacing is not jitter.
    if (timestamp == lastTimestamp) {
      return;
    }
    lastTimestamp = timestamp;
    long transit = clockTicks(now) - timestamp;
    // Timestamps wrap at 32 bits, so their differences are taken there.
    long difference = Math.abs((long) (int) (transit - lastTransit));
    lastTransit = transit;
    scaledJitter += difference - ((scaledJitter + 8) >> 4);
  }

  private long clockTicks(long now) {
    long elapsed = now - origin;
    return elapsed / SECOND * clockRate + elapsed % SECOND * clockRate / SECOND;
  }

  /** Takes the sender report of this stream, for the round trip of whoever sent it. */
  public void onSenderReport(long ntp, long now) {
    reported = true;
    lastSenderReport = NtpTime.compact(ntp);
    lastSenderReportAt = now;
  }

  /** The stream, unsigned. */
  public long ssrc() {
    return ssrc;
  }

  /** Whether a packet was received, so that there is something to report. */
  public boolean started() {
    return started;
  }

  /** Packets received, duplicates included. */
  public long received() {
    return received;
  }

  /** Highest sequence number with its cycles above the low 16 bits; 0 before the first packet. */
  public long highestSequence() {
    return highest;
  }

  /** Interarrival jitter in ticks of the RTP clock. */
  public long jitter() {
    return scaledJitter >> 4;
  }

  /** Packets expected less packets received; negative with duplicates. */
  public long cumulativeLost() {
    return expected() - received;
  }

  private long expected() {
    return started ? highest - first + 1 : 0;
  }

  /**
   * Adds a report block and starts the next interval of the loss fraction.
   *
   * @param report where the report starts in {@code packet}
   * @return false if nothing was received yet, or the report has no room
   */
  public boolean append(Packet packet, int report, long now) {
    if (!started) {
      return false;
    }
    boolean done =
        ReportBlock.append(
            packet,
            report,
            ssrc,
            fractionLost(),
            (int) Math.clamp(cumulativeLost(), -0x800000L, 0x7FFFFFL),
            highest,
            jitter(),
            lastSenderReport,
            reported ? NtpTime.toCompact(now - lastSenderReportAt) : 0);
    if (done) {
      expectedBefore = expected();
      receivedBefore = received;
    }
    return done;
  }

  /** RFC 3550 A.3: lost in this interval, in 1/256. */
  private int fractionLost() {
    long expected = expected() - expectedBefore;
    long lost = expected - (received - receivedBefore);
    return expected == 0 || lost <= 0 ? 0 : (int) Math.min(255, (lost << 8) / expected);
  }
}
