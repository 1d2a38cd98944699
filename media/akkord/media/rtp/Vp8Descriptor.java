package akkord.media.rtp;

/** The VP8 payload descriptor of one packet (RFC 7741 4.2), parsed into fields; reusable. */
public final class Vp8Descriptor {
  /** Picture ids are written with this many bits. */
  public static final int PICTURE_ID_BITS = 15;

  private static final int EXTENDED = 0x80;
  private static final int START_OF_PARTITION = 0x10;
  private static final int HAS_PICTURE_ID = 0x80;
  private static final int HAS_TL0PICIDX = 0x40;
  private static final int HAS_TID = 0x20;
  private static final int HAS_KEYIDX = 0x10;
  private static final int LONG_PICTURE_ID = 0x80;

  private int first;
  private int flags;
  private int length;
  private int pictureId;
  private int pictureIdBits;
  private int tl0PicIdx;
  private int layers;
  private boolean keyFrameStart;

  /**
   * Reads the descriptor at the start of a payload.
   *
   * @return false if it is cut short; the fields are undefined then
   */
  public boolean parse(byte[] bytes, int offset, int available) {
    int end = offset + available;
    int at = offset;
    if (at >= end) {
      return false;
    }
    first = bytes[at++] & 0xFF;
    flags = 0;
    if ((first & EXTENDED) != 0) {
      if (at >= end) {
        return false;
      }
      flags = bytes[at++] & 0xF0;
    }
    at = parseOptional(bytes, at, end);
    length = at - offset;
    if (at > end) {
      return false;
    }
    // The P bit of the VP8 frame tag is 0 for key frames (RFC 7741 4.3).
    keyFrameStart = isFrameStart() && at < end && (bytes[at] & 0x01) == 0;
    return true;
  }

  private int parseOptional(byte[] bytes, int from, int end) {
    int at = from;
    pictureId = 0;
    pictureIdBits = 0;
    tl0PicIdx = 0;
    layers = 0;
    if (hasPictureId()) {
      if (at >= end) {
        return end + 1;
      }
      boolean isLong = (bytes[at] & LONG_PICTURE_ID) != 0;
      if (isLong && at + 1 >= end) {
        return end + 1;
      }
      pictureIdBits = isLong ? 15 : 7;
      pictureId = isLong ? RtpPacket.getShort(bytes, at) & 0x7FFF : bytes[at];
      at += isLong ? 2 : 1;
    }
    if (hasTl0PicIdx()) {
      tl0PicIdx = at < end ? bytes[at] & 0xFF : 0;
      at++;
    }
    if ((flags & (HAS_TID | HAS_KEYIDX)) != 0) {
      layers = at < end ? bytes[at] & 0xFF : 0;
      at++;
    }
    return at;
  }

  /** Bytes it takes in the payload it was read from. */
  public int length() {
    return length;
  }

  /** Whether the packet begins a frame: S bit of partition 0. */
  public boolean isFrameStart() {
    return (first & START_OF_PARTITION) != 0 && (first & 0x07) == 0;
  }

  /** Whether the packet begins a key frame. */
  public boolean isKeyFrameStart() {
    return keyFrameStart;
  }

  /** The I bit. */
  public boolean hasPictureId() {
    return (flags & HAS_PICTURE_ID) != 0;
  }

  /** Picture id, 0..127 or 0..32767. */
  public int pictureId() {
    return pictureId;
  }

  /** 7 or 15, the bits the picture id was sent with; 0 without one. */
  public int pictureIdBits() {
    return pictureIdBits;
  }

  /** The L bit. */
  public boolean hasTl0PicIdx() {
    return (flags & HAS_TL0PICIDX) != 0;
  }

  /** Running index of base-layer frames, 0..255. */
  public int tl0PicIdx() {
    return tl0PicIdx;
  }

  /** The T bit. */
  public boolean hasTemporalId() {
    return (flags & HAS_TID) != 0;
  }

  /** Temporal layer, 0..3; 0 when none is told. */
  public int temporalId() {
    return hasTemporalId() ? layers >> 6 : 0;
  }

  /** The Y bit: the frame depends on the base layer only, so one may switch up here. */
  public boolean isLayerSync() {
    return hasTemporalId() && (layers & 0x20) != 0;
  }

  /** The K bit. */
  public boolean hasKeyIdx() {
    return (flags & HAS_KEYIDX) != 0;
  }

  /** Running index of key frames, 0..31. */
  public int keyIdx() {
    return layers & 0x1F;
  }

  /** Bytes that {@link #write} takes. */
  public int writtenLength() {
    return length + (pictureIdBits == 7 ? 1 : 0);
  }

  /**
   * Writes the descriptor with other indexes; a picture id always takes 15 bits, fields that were
   * absent stay absent.
   *
   * @param pictureId its low 15 bits count
   * @param tl0PicIdx its low 8 bits count
   * @param keyIdx its low 5 bits count
   * @return bytes written
   */
  public int write(byte[] target, int offset, int pictureId, int tl0PicIdx, int keyIdx) {
    int at = offset;
    target[at++] = (byte) first;
    if ((first & EXTENDED) != 0) {
      target[at++] = (byte) flags;
    }
    if (hasPictureId()) {
      RtpPacket.putShort(target, at, 0x8000 | (pictureId & 0x7FFF));
      at += 2;
    }
    if (hasTl0PicIdx()) {
      target[at++] = (byte) tl0PicIdx;
    }
    if ((flags & (HAS_TID | HAS_KEYIDX)) != 0) {
      target[at++] = (byte) ((layers & 0xE0) | (hasKeyIdx() ? keyIdx & 0x1F : layers & 0x1F));
    }
    return at - offset;
  }
}
