package akkord.media.forward;

import akkord.media.rtp.Vp8Descriptor;

/**
 * Rewrites VP8's running indexes so that one subscriber sees no gap in picture ids and no step in
 * TL0PICIDX and KEYIDX across switches and left-out frames (M-32, RFC 7741 4.2).
 */
final class Vp8Rewriter {
  private final OffsetMap pictures = new OffsetMap();
  private long highestIn;
  private long highestOut;
  private int tl0Offset;
  private int keyOffset;
  private int lastTl0;
  private int lastKey;
  private boolean started;
  private int pictureId;
  private int tl0PicIdx;
  private int keyIdx;

  /** Begins anew with a frame of another encoding, or after a pause. */
  void start(Vp8Descriptor descriptor) {
    // Room below, so that a late frame's extended id is not negative.
    long picture = descriptor.pictureId() + (1L << Vp8Descriptor.PICTURE_ID_BITS);
    pictures.reset(picture, started ? picture - (highestOut + 1) : 0);
    tl0Offset = started ? descriptor.tl0PicIdx() - (lastTl0 + 1) : 0;
    keyOffset = started ? descriptor.keyIdx() - (lastKey + 1) : 0;
    highestIn = picture - 1;
    started = true;
  }

  /**
   * Computes the outgoing indexes of a frame that is forwarded.
   *
   * @return false if the frame is older than what is remembered
   */
  boolean rewrite(Vp8Descriptor descriptor) {
    long picture = extend(descriptor);
    long offset = pictures.get(picture);
    if (offset == OffsetMap.TOO_OLD) {
      return false;
    }
    pictureId = (int) (picture - offset) & 0x7FFF;
    tl0PicIdx = (descriptor.tl0PicIdx() - tl0Offset) & 0xFF;
    keyIdx = (descriptor.keyIdx() - keyOffset) & 0x1F;
    if (picture > highestIn) {
      highestIn = picture;
    }
    if (picture - offset >= highestOut) {
      highestOut = picture - offset;
      lastTl0 = tl0PicIdx;
      lastKey = keyIdx;
    }
    return true;
  }

  /** Closes the gap of a frame that is left out; once for all its packets. */
  void skip(Vp8Descriptor descriptor) {
    long picture = extend(descriptor);
    if (descriptor.hasPictureId() && picture > highestIn) {
      pictures.skip(picture);
      highestIn = picture;
    }
  }

  private long extend(Vp8Descriptor descriptor) {
    if (!descriptor.hasPictureId()) {
      return highestIn + 1;
    }
    int size = 1 << descriptor.pictureIdBits();
    int step = (int) (descriptor.pictureId() - highestIn) & (size - 1);
    return highestIn + (step < size / 2 ? step : step - size);
  }

  /** Outgoing picture id, 0..32767, of the last frame rewritten. */
  int pictureId() {
    return pictureId;
  }

  /** Outgoing TL0PICIDX, 0..255. */
  int tl0PicIdx() {
    return tl0PicIdx;
  }

  /** Outgoing KEYIDX, 0..31. */
  int keyIdx() {
    return keyIdx;
  }
}
