package akkord.media.forward;

import akkord.media.DownTrackSettings;
import akkord.media.DropReason;
import akkord.media.rtp.PayloadInfo;
import akkord.media.rtp.RtpPacket;

/**
 * One subscriber's view of a track: {@link LayerSelector} decides, {@link RtpRewriter} renumbers,
 * {@link Vp8Rewriter} computes the payload's indexes. The results of the last packet that goes on
 * are read from the getters.
 */
final class Forwarder {
  private final LayerSelector selector;
  private final RtpRewriter rewriter;
  private Vp8Rewriter vp8 = new Vp8Rewriter();
  private UpStream stream;
  private int epoch;
  private long sequenceNumber;
  private int timestamp;

  /** Nothing forwarded yet; see {@link RtpRewriter} for the numbers. */
  Forwarder(DownTrackSettings settings, int clockRate, long ssrc) {
    selector = new LayerSelector(settings);
    rewriter = new RtpRewriter(clockRate, ssrc);
  }

  /** Changes the selection. */
  void apply(DownTrackSettings settings) {
    selector.apply(settings);
  }

  /** Numbers on where {@code former} ended. */
  void continues(Forwarder former) {
    rewriter.continues(former.rewriter);
    vp8 = former.vp8;
  }

  /** Forwarding rests: goes on later with a key frame and without a gap. */
  void stop() {
    selector.stop();
  }

  /** The layer being forwarded, or {@link LayerSelector#NONE}. */
  int currentLayer() {
    return selector.current();
  }

  /** The layer whose key frame is waited for, or {@link LayerSelector#NONE}. */
  int awaitedLayer(int live) {
    return selector.awaited(live);
  }

  /**
   * Considers a packet.
   *
   * @param sequence its extended sequence number in {@code from}
   * @return null if it goes on, else why not
   */
  DropReason forward(
      UpStream from, RtpPacket packet, long sequence, PayloadInfo payload, int live, long now) {
    boolean isOther = from != stream || from.epoch() != epoch;
    if (isOther && from.layer() == selector.current()) {
      selector.stop();
    }
    switch (selector.select(from.layer(), payload, live)) {
      case IGNORE -> {
        return DropReason.NOT_SELECTED;
      }
      case SKIP -> {
        skip(from, sequence);
        vp8.skip(payload.vp8());
        return DropReason.NOT_SELECTED;
      }
      case START -> start(from, packet, sequence, payload, now);
      case FORWARD -> {}
    }
    return renumber(packet, sequence, payload, now);
  }

  private void start(
      UpStream from, RtpPacket packet, long sequence, PayloadInfo payload, long now) {
    stream = from;
    epoch = from.epoch();
    rewriter.start(from, sequence, packet.timestamp(), now);
    if (payload.hasVp8()) {
      vp8.start(payload.vp8());
    }
  }

  private DropReason renumber(RtpPacket packet, long sequence, PayloadInfo payload, long now) {
    long outgoing = rewriter.sequenceNumber(sequence);
    if (outgoing == RtpRewriter.NONE || (payload.hasVp8() && !vp8.rewrite(payload.vp8()))) {
      return DropReason.RTP_TOO_OLD;
    }
    sequenceNumber = outgoing;
    timestamp = rewriter.timestamp(packet.timestamp(), now);
    return null;
  }

  /** Closes the gap of a packet of {@code from} that is not forwarded to anybody. */
  void skip(UpStream from, long sequence) {
    if (from == stream && from.epoch() == epoch && selector.current() != LayerSelector.NONE) {
      rewriter.skip(sequence);
    }
  }

  /** The encoding being forwarded, null before the first packet. */
  UpStream stream() {
    return stream;
  }

  /** Its epoch then. */
  int epoch() {
    return epoch;
  }

  /** Whether a packet went on after {@code time}. */
  boolean sentSince(long time) {
    return rewriter.started() && rewriter.lastSentAt() - time >= 0;
  }

  /** Outgoing sequence number, extended beyond 16 bits. */
  long sequenceNumber() {
    return sequenceNumber;
  }

  /** Outgoing timestamp. */
  int timestamp() {
    return timestamp;
  }

  /** What is added to the current encoding's timestamps. */
  int timestampOffset() {
    return rewriter.timestampOffset();
  }

  /** Outgoing VP8 picture id. */
  int pictureId() {
    return vp8.pictureId();
  }

  /** Outgoing VP8 TL0PICIDX. */
  int tl0PicIdx() {
    return vp8.tl0PicIdx();
  }

  /** Outgoing VP8 KEYIDX. */
  int keyIdx() {
    return vp8.keyIdx();
  }
}
