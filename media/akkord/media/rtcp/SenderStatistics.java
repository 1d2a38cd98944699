package akkord.media.rtcp;

import akkord.media.net.Packet;

/** What was sent on one stream (RFC 3550 6.4.1): the numbers of a sender report. */
public final class SenderStatistics {
  private static final long SECOND = 1_000_000_000L;

  private final long ssrc;
  private final int clockRate;
  private long packets;
  private long octets;
  private int timestamp;
  private long timestampAt;
  private boolean synchronised;

  /**
   * @param ssrc unsigned
   * @param clockRate of the RTP timestamps, Hz
   */
  public SenderStatistics(long ssrc, int clockRate) {
    this.ssrc = ssrc;
    this.clockRate = clockRate;
  }

  /**
   * Counts one packet sent.
   *
   * @param timestamp its RTP timestamp, wrapping; taken as of now until {@link #synchronise}
   * @param payloadBytes without header and padding
   */
  public void onPacket(int timestamp, int payloadBytes, long now) {
    packets++;
    octets += payloadBytes;
    if (!synchronised) {
      this.timestamp = timestamp;
      timestampAt = now;
    }
  }

  /**
   * Says when a timestamp was captured, on our clock: from the publisher's sender report, shifted
   * like the stream itself (M-35), so that audio and video stay together.
   *
   * @param at nanoseconds of the monotonic clock
   */
  public void synchronise(int timestamp, long at) {
    synchronised = true;
    this.timestamp = timestamp;
    timestampAt = at;
  }

  /** The stream, unsigned. */
  public long ssrc() {
    return ssrc;
  }

  /** Packets sent. */
  public long packets() {
    return packets;
  }

  /** Payload bytes sent. */
  public long octets() {
    return octets;
  }

  /** The RTP timestamp of {@code now}, 0..2^32-1. */
  public long timestampAt(long now) {
    long elapsed = now - timestampAt;
    long ticks =
        Math.floorDiv(elapsed, SECOND) * clockRate
            + Math.floorMod(elapsed, SECOND) * clockRate / SECOND;
    return timestamp + ticks & 0xFFFFFFFFL;
  }

  /**
   * Appends a sender report without report blocks.
   *
   * @param wallOffset what to add to {@code now} to get nanoseconds since 1970
   * @return where it starts, -1 if nothing was sent yet or it has no room
   */
  public int append(Packet packet, long now, long wallOffset) {
    if (packets == 0) {
      return -1;
    }
    long ntp = NtpTime.of(now, wallOffset);
    return SenderReport.append(packet, ssrc, ntp, timestampAt(now), packets, octets);
  }
}
