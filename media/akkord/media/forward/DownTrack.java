package akkord.media.forward;

import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.Output;
import akkord.media.rtp.ExtensionMap;

/**
 * One subscriber's copy of a track: decides, renumbers, rewrites and sends.
 *
 * <p>Its SSRCs must never have been used before on the same transport: SRTP would repeat a key
 * stream.
 */
public final class DownTrack {
  private final DownTrackSpec spec;
  private final String subscriber;
  private final ExtensionMap extensions;

  /**
   * A track that waits for {@link UpTrack#add}.
   *
   * @param subscriber id of the transport that receives it, for snapshots
   */
  public DownTrack(String subscriber, DownTrackSpec spec, PacketSink sink) {
    this.subscriber = subscriber;
    this.spec = spec;
    extensions = new ExtensionMap(spec.extensions());
  }

  /** As it was added; the current selection is {@link #settings}. */
  public DownTrackSpec spec() {
    return spec;
  }

  /** Who receives it. */
  public String subscriber() {
    return subscriber;
  }

  /** Header-extension ids of the subscriber's m-line. */
  public ExtensionMap extensions() {
    return extensions;
  }

  /** What the subscriber asks for now. */
  public DownTrackSettings settings() {
    return spec.settings();
  }

  /** Changes the selection; resuming waits for a key frame. */
  public void apply(DownTrackSettings settings) {}

  /** The track it is fed by, null while there is none. */
  public UpTrack upTrack() {
    return null;
  }

  /**
   * Answers a generic NACK for {@code spec().ssrc()} (RFC 4585 6.2.1) from the publisher's cache:
   * as RTX (RFC 4588) if negotiated, else again on the media SSRC. Repeats within about one round
   * trip and beyond three a packet are ignored (M-34).
   *
   * @param sequenceNumbers 0..65535
   * @param count how many of them
   */
  public void onNack(int[] sequenceNumbers, int count, long now, Output out) {}

  /** Takes the subscriber's PLI or FIR: passed upstream, throttled there. */
  public void onKeyFrameRequest(long now, Output out) {}

  /**
   * Takes a report block about {@code spec().ssrc()} (RFC 3550 6.4.1).
   *
   * @param lastSenderReport middle 32 bits of the NTP time of the last SR received, 0 if none
   * @param delaySinceLastSenderReport in 1/65536 s, unsigned 32 bits
   * @return the round-trip time in nanoseconds, -1 if it cannot be told
   */
  public long onReceiverReport(long lastSenderReport, long delaySinceLastSenderReport, long now) {
    return -1;
  }

  /**
   * Fills {@code data} for a sender report leaving now; remembered for {@link #onReceiverReport}.
   *
   * @return false while nothing was sent or the publisher's time base is unknown
   */
  public boolean senderReport(SenderReportData data, long now) {
    return false;
  }
}
