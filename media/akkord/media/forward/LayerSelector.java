package akkord.media.forward;

import akkord.media.DownTrackSettings;
import akkord.media.rtp.PayloadInfo;
import akkord.media.rtp.Vp8Descriptor;

/**
 * Decides which encoding and temporal layer one subscriber gets (M-31): starts on the lowest live
 * layer, moves to the target on one of its key frames, falls back when the current one stops.
 */
final class LayerSelector {
  /** No layer. */
  static final int NONE = -1;

  /** What to do with a packet. */
  enum Decision {
    /** Of another layer, or before a key frame: as if it had never been. */
    IGNORE,
    /** Of the current layer, but left out: the gap is closed. */
    SKIP,
    /** Goes on. */
    FORWARD,
    /** Goes on as the first packet after a start, switch or pause. */
    START
  }

  private int maxSpatial;
  private int maxTemporal;
  private int current = NONE;
  private int temporal;

  /** A selector that has selected nothing yet. */
  LayerSelector(DownTrackSettings settings) {
    apply(settings);
  }

  /** Changes the limits; takes effect at the next suitable frame. */
  void apply(DownTrackSettings settings) {
    maxSpatial = Math.clamp(settings.maxSpatial(), 0, Integer.SIZE - 2);
    maxTemporal = Math.max(0, settings.maxTemporal());
    temporal = Math.min(temporal, maxTemporal);
  }

  /** Forgets the current layer: the next packet that goes on begins a key frame. */
  void stop() {
    current = NONE;
  }

  /** The layer being forwarded, or {@link #NONE}. */
  int current() {
    return current;
  }

  /**
   * The layer to be on: the highest live one that is wanted, or the lowest live one if all are
   * higher.
   *
   * @param live bit set of layers that carry packets
   */
  int target(int live) {
    int wanted = live & ((1 << (maxSpatial + 1)) - 1);
    if (wanted != 0) {
      return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(wanted);
    }
    return live == 0 ? NONE : Integer.numberOfTrailingZeros(live);
  }

  /** The layer whose key frame is waited for, or {@link #NONE}. */
  int awaited(int live) {
    int target = target(live);
    if (current == NONE) {
      return live == 0 ? NONE : Integer.numberOfTrailingZeros(live);
    }
    return target == current ? NONE : target;
  }

  /** Decides about a packet of {@code layer} and remembers the consequences. */
  Decision select(int layer, PayloadInfo payload, int live) {
    if (layer != current) {
      if (!payload.startsKeyFrame() || !isWelcome(layer, live)) {
        return Decision.IGNORE;
      }
      current = layer;
      temporal = maxTemporal;
      return Decision.START;
    }
    return isTemporalLayerWanted(payload) ? Decision.FORWARD : Decision.SKIP;
  }

  private boolean isWelcome(int layer, int live) {
    int target = target(live);
    return layer == target || (current == NONE && layer < target);
  }

  private boolean isTemporalLayerWanted(PayloadInfo payload) {
    if (!payload.hasVp8()) {
      return true;
    }
    Vp8Descriptor vp8 = payload.vp8();
    // Without picture ids the receiver could not tell a frame left out from a lost one.
    if (!vp8.hasPictureId()) {
      return true;
    }
    int layer = vp8.temporalId();
    if (layer > temporal && layer <= maxTemporal && vp8.isLayerSync() && vp8.isFrameStart()) {
      temporal = layer;
    }
    return layer <= temporal;
  }
}
