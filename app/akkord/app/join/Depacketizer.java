package akkord.app.join;

import akkord.app.file.MediaFile;
import akkord.media.rtp.RtpPacket;
import akkord.media.rtp.Vp8Descriptor;
import java.io.ByteArrayOutputStream;
import java.util.function.BiConsumer;

/**
 * Puts the frames of one stream together again. A frame of which anything is missing is left out,
 * and for pictures everything up to the next key frame too.
 */
public final class Depacketizer {
  private static final byte[] START = {0, 0, 0, 1};
  private static final int STAP_A = 24;
  private static final int FU_A = 28;
  private static final int FU_START = 0x80;
  private static final int MAX_FRAME = 8 << 20;
  private static final int SPS = 7;
  private static final int KEY_SLICE = 5;

  private final MediaFile.Kind codec;
  private final BiConsumer<byte[], Integer> frames;
  private final Vp8Descriptor descriptor = new Vp8Descriptor();
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private boolean broken;
  private boolean key;
  private boolean begun;
  private boolean wantsKey = true;
  private int timestamp;

  /**
   * For one stream.
   *
   * @param frames takes each frame with its RTP timestamp
   */
  public Depacketizer(MediaFile.Kind codec, BiConsumer<byte[], Integer> frames) {
    this.codec = codec;
    this.frames = frames;
  }

  /** Whether nothing can be decoded before a key frame comes. */
  public boolean wantsKey() {
    return codec.video() && wantsKey;
  }

  /**
   * Takes the next packet.
   *
   * @param gap whether packets before it are missing
   */
  public void add(RtpPacket packet, boolean gap) {
    if (codec == MediaFile.Kind.OPUS) {
      if (packet.payloadLength() > 0) {
        frames.accept(payload(packet), packet.timestamp());
      }
      return;
    }
    if (gap) {
      broken = true;
      wantsKey = true;
    }
    if (!begun || packet.timestamp() != timestamp) {
      begin(packet);
    }
    if (!broken) {
      broken = !(codec == MediaFile.Kind.VP8 ? addVp8(packet) : addH264(payload(packet)));
    }
    if (packet.marker()) {
      end();
    }
  }

  private void begin(RtpPacket packet) {
    wantsKey |= begun && frame.size() > 0; // the one before never ended
    frame.reset();
    begun = true;
    broken = false;
    key = false;
    timestamp = packet.timestamp();
  }

  private void end() {
    if (!broken && frame.size() > 0 && (key || !wantsKey)) {
      wantsKey = false;
      frames.accept(frame.toByteArray(), timestamp);
    } else if (frame.size() > 0 || broken) {
      wantsKey = true;
    }
    frame.reset();
    begun = false;
  }

  private boolean addVp8(RtpPacket packet) {
    int at = packet.payloadOffset();
    int length = packet.payloadLength();
    if (length == 0) {
      return true; // padding
    }
    if (!descriptor.parse(packet.packet().bytes, at, length)) {
      return false;
    }
    if (frame.size() == 0) {
      if (!descriptor.isFrameStart()) {
        return false;
      }
      key = descriptor.isKeyFrameStart();
    }
    return append(packet.packet().bytes, at + descriptor.length(), length - descriptor.length());
  }

  private boolean addH264(byte[] payload) {
    if (payload.length == 0) {
      return true; // padding
    }
    int type = payload[0] & 0x1F;
    if (type == STAP_A) {
      return aggregate(payload);
    }
    if (type == FU_A) {
      return fragment(payload);
    }
    key |= type == KEY_SLICE || type == SPS;
    return append(START, 0, START.length) && append(payload, 0, payload.length);
  }

  private boolean aggregate(byte[] payload) {
    int at = 1;
    while (at + 2 < payload.length) {
      int length = ((payload[at] & 0xFF) << 8) | (payload[at + 1] & 0xFF);
      if (length == 0 || at + 2 + length > payload.length) {
        return false;
      }
      int type = payload[at + 2] & 0x1F;
      key |= type == KEY_SLICE || type == SPS;
      if (!append(START, 0, START.length) || !append(payload, at + 2, length)) {
        return false;
      }
      at += 2 + length;
    }
    return true;
  }

  private boolean fragment(byte[] payload) {
    if (payload.length < 2) {
      return false;
    }
    if ((payload[1] & FU_START) != 0) {
      int type = payload[1] & 0x1F;
      key |= type == KEY_SLICE;
      frame.writeBytes(START);
      frame.write((payload[0] & 0xE0) | type);
    } else if (frame.size() == 0) {
      return false;
    }
    return append(payload, 2, payload.length - 2);
  }

  private boolean append(byte[] bytes, int offset, int length) {
    if (length < 0 || frame.size() + length > MAX_FRAME) {
      return false;
    }
    frame.write(bytes, offset, length);
    return true;
  }

  private static byte[] payload(RtpPacket packet) {
    int at = packet.payloadOffset();
    return java.util.Arrays.copyOfRange(packet.packet().bytes, at, at + packet.payloadLength());
  }
}
