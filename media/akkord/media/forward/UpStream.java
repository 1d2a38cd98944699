package akkord.media.forward;

/** One encoding of a published track: its SSRC, its losses and its recent packets. */
public final class UpStream {
  private final UpTrack track;
  private final String rid;
  private final int layer;
  private long ssrc;
  private long rtxSsrc;

  UpStream(UpTrack track, String rid, int layer, long ssrc, long rtxSsrc) {
    this.track = track;
    this.rid = rid;
    this.layer = layer;
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
  }

  /** The track it belongs to. */
  public UpTrack track() {
    return track;
  }

  /** Its {@code a=rid}, empty without simulcast. */
  public String rid() {
    return rid;
  }

  /** Spatial layer, 0 the lowest. */
  public int layer() {
    return layer;
  }

  /** Media SSRC, 0 until one is signalled or bound. */
  public long ssrc() {
    return ssrc;
  }

  /** SSRC of retransmissions, 0 until one is signalled or bound. */
  public long rtxSsrc() {
    return rtxSsrc;
  }

  /**
   * Takes the time base of a sender report of {@link #ssrc} (RFC 3550 6.4.1).
   *
   * @param ntp NTP time, 32.32 fixed point
   * @param rtpTimestamp unsigned 32 bits
   */
  public void onSenderReport(long ntp, long rtpTimestamp, long now) {}
}
