package akkord.app.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** IVF: a header of 32 bytes, then frames with 12 bytes in front, all little-endian. */
public final class Ivf {
  /** Bytes in front of the first frame. */
  static final int HEADER = 32;

  /** Bytes in front of each frame. */
  static final int FRAME_HEADER = 12;

  private static final String SIGNATURE = "DKIF";
  private static final String VP8 = "VP80";
  private static final long NANOS = 1_000_000_000L;

  /** Ten days. */
  private static final double MAX_TIME = 864_000e9;

  private Ivf() {}

  /** Reads VP8; damage is an error that names the byte. */
  static MediaFile read(byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER || !text(bytes, 0).equals(SIGNATURE)) {
      throw new IOException("is no IVF file");
    }
    if (!text(bytes, 8).equals(VP8)) {
      throw new IOException("holds " + text(bytes, 8).strip() + ", only VP8 can be published");
    }
    long rate = in.getInt(16) & 0xFFFFFFFFL;
    long scale = in.getInt(20) & 0xFFFFFFFFL;
    if (rate == 0 || scale == 0) {
      throw new IOException("has a time base of 0");
    }
    int header = Math.max(HEADER, in.getShort(6) & 0xFFFF);
    if (header > bytes.length) {
      throw new IOException("ends inside its header");
    }
    in.position(header);
    List<Frame> frames = new ArrayList<>();
    while (in.remaining() >= FRAME_HEADER) {
      int at = in.position();
      long size = in.getInt() & 0xFFFFFFFFL;
      long time = in.getLong();
      if (size > in.remaining()) {
        throw new IOException("ends inside the frame at byte " + at);
      }
      byte[] data = new byte[(int) size];
      in.get(data);
      double nanos = (double) time * NANOS * scale / rate;
      if (nanos < (frames.isEmpty() ? 0 : frames.getLast().timeNanos()) || nanos > MAX_TIME) {
        throw new IOException("has a time that cannot be in the frame at byte " + at);
      }
      if (size > 0) {
        frames.add(new Frame(data, (long) nanos, isKey(data)));
      }
    }
    return file(frames, in, NANOS * scale / rate);
  }

  private static MediaFile file(List<Frame> frames, ByteBuffer in, long tick) {
    long last = frames.isEmpty() ? 0 : frames.getLast().timeNanos();
    long step = frames.size() < 2 ? tick : last / (frames.size() - 1);
    return new MediaFile(
        MediaFile.Kind.VP8,
        frames,
        last + Math.max(step, 1),
        in.getShort(12) & 0xFFFF,
        in.getShort(14) & 0xFFFF);
  }

  /** RFC 6386 9.1: the lowest bit of a key frame's first byte is 0. */
  static boolean isKey(byte[] frame) {
    return (frame[0] & 1) == 0;
  }

  /** A header for VP8 whose times are milliseconds. */
  static byte[] header(int width, int height) {
    ByteBuffer out = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    out.put(SIGNATURE.getBytes(StandardCharsets.US_ASCII));
    out.putShort((short) 0).putShort((short) HEADER);
    out.put(VP8.getBytes(StandardCharsets.US_ASCII));
    out.putShort((short) width).putShort((short) height);
    out.putInt(1000).putInt(1).putInt(0).putInt(0);
    return out.array();
  }

  /** What stands in front of a frame. */
  static byte[] frameHeader(int size, long millis) {
    return ByteBuffer.allocate(FRAME_HEADER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(size)
        .putLong(millis)
        .array();
  }

  private static String text(byte[] bytes, int at) {
    return new String(bytes, at, 4, StandardCharsets.US_ASCII);
  }
}
