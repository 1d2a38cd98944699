package akkord.media.forward;

/** What a sender report says about a down-track (RFC 3550 6.4.1); a reusable holder. */
public final class SenderReportData {
  /** NTP time, 32.32 fixed point, on the publisher's clock: shared by its audio and video. */
  public long ntp;

  /** The RTP timestamp of the same instant, unsigned 32 bits. */
  public long rtpTimestamp;

  /** Packets sent on the media SSRC, unsigned 32 bits. */
  public long packets;

  /** Payload bytes sent on the media SSRC, unsigned 32 bits. */
  public long octets;
}
