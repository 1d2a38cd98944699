package akkord.media.rtp;

import akkord.media.Codec;
import akkord.media.Kind;

/** What one packet's payload says about frames and layers, whatever the codec; reusable. */
public final class PayloadInfo {
  private final Vp8Descriptor vp8 = new Vp8Descriptor();
  private Codec codec = Codec.OPUS;
  private boolean hasVp8;
  private boolean startsFrame;
  private boolean startsKeyFrame;

  /**
   * Looks at a payload.
   *
   * @param followsFrameEnd whether the packet directly after the end of another frame is this one:
   *     the only sign of a frame's start that some codecs give
   */
  public void inspect(Codec codec, RtpPacket packet, boolean followsFrameEnd) {
    this.codec = codec;
    byte[] bytes = packet.packet().bytes;
    int offset = packet.payloadOffset();
    int length = packet.payloadLength();
    hasVp8 = false;
    startsFrame = followsFrameEnd;
    switch (codec) {
      case VP8 -> {
        hasVp8 = vp8.parse(bytes, offset, length);
        startsFrame = hasVp8 && vp8.isFrameStart();
        startsKeyFrame = hasVp8 && vp8.isKeyFrameStart();
      }
      case VP9 -> {
        startsFrame = Vp9.isFrameStart(bytes, offset, length);
        startsKeyFrame = Vp9.isKeyFrameStart(bytes, offset, length);
      }
      case AV1 -> startsKeyFrame = Av1.isKeyFrameStart(bytes, offset, length);
      // An IDR slice begins the frame only where no parameter set went before it.
      case H264 ->
          startsKeyFrame =
              H264.hasParameterSet(bytes, offset, length)
                  || (followsFrameEnd && H264.hasIdr(bytes, offset, length));
      default -> startsKeyFrame = codec.kind() == Kind.AUDIO || followsFrameEnd;
    }
  }

  /** The codec of the payload. */
  public Codec codec() {
    return codec;
  }

  /** Whether a frame begins here. */
  public boolean startsFrame() {
    return startsFrame;
  }

  /** Whether decoding can start here; true for all audio. */
  public boolean startsKeyFrame() {
    return startsKeyFrame;
  }

  /** Whether {@link #vp8} is that of the packet. */
  public boolean hasVp8() {
    return hasVp8;
  }

  /** The VP8 descriptor, meaningful if {@link #hasVp8}. */
  public Vp8Descriptor vp8() {
    return vp8;
  }
}
