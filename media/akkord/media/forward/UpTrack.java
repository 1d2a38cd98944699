package akkord.media.forward;

import akkord.media.Output;
import akkord.media.UpTrackSpec;
import akkord.media.rtp.RtpPacket;

/**
 * A published track: takes the packets of all its encodings and fans them out.
 *
 * <p>The source (a transport or a relay link) owns the table from SSRC to track: for a packet of an
 * unknown SSRC it finds the track by the MID extension (or by payload type) and calls {@link
 * #bind}.
 */
public final class UpTrack {
  private final UpTrackSpec spec;

  /**
   * A track without subscribers.
   *
   * @param owner whom {@code LayersChanged} is told
   * @param spec what was negotiated
   * @param source whom key frames and retransmissions are asked of
   */
  public UpTrack(String owner, UpTrackSpec spec, UpTrackSource source) {
    this.spec = spec;
  }

  /** What was negotiated last. */
  public UpTrackSpec spec() {
    return spec;
  }

  /** Replaces what was negotiated; encodings with the same rid or SSRC keep their state. */
  public void update(UpTrackSpec spec) {}

  /** The encodings, lowest quality first; do not change the array. */
  public UpStream[] streams() {
    return new UpStream[0];
  }

  /** The encoding with this SSRC, media or RTX; null if none. */
  public UpStream stream(long ssrc) {
    return null;
  }

  /**
   * Learns the SSRC of an authenticated packet from its RID or repaired-RID extension or, for a
   * track with one encoding without rid, from its payload type.
   *
   * @return the encoding, or null if the packet belongs to none: then nothing was remembered
   */
  public UpStream bind(RtpPacket packet) {
    return null;
  }

  /**
   * Takes one packet of a known SSRC: counts it, undoes RTX, finds losses, caches it and forwards
   * it. May change the packet in place.
   */
  public void onPacket(RtpPacket packet, long now, Output out) {}

  /** Sends due requests upstream, notices layers that stopped, lets down-tracks catch up. */
  public void onTimeout(long now, Output out) {}

  /** When {@link #onTimeout} has something to do, {@code Long.MAX_VALUE} if nothing. */
  public long nextDeadline() {
    return Long.MAX_VALUE;
  }

  /** Round-trip time to the publisher in nanoseconds, once known. */
  public void onRoundTripTime(long nanos) {}

  /** Stops or resumes forwarding (M-33). */
  public void muted(boolean muted) {}

  /** Whether the publisher muted it. */
  public boolean muted() {
    return false;
  }

  /** Loudness over the last 400 ms, 0 (below the threshold of M-26) .. 1; call every 400 ms. */
  public float audioLevel(long now) {
    return 0;
  }

  /** Starts feeding a subscriber; idempotent. */
  public void add(DownTrack track, long now) {}

  /** Stops feeding a subscriber; idempotent. */
  public void remove(DownTrack track) {}

  /** Who is fed; do not change the array, it is replaced at every change. */
  public DownTrack[] downTracks() {
    return new DownTrack[0];
  }

  /** Lets go of the subscribers, which starve until another track takes them. */
  public void close(long now, Output out) {}
}
