package akkord.app.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** H.264 as a byte stream (ITU-T H.264 annex B): NAL units behind start codes, no times. */
public final class AnnexB {
  private static final byte[] START = {0, 0, 0, 1};
  private static final int SLICE = 1;
  private static final int KEY_SLICE = 5;
  private static final int FIRST_OF_PICTURE = 6;
  private static final int LAST_OF_PICTURE = 9;

  private AnnexB() {}

  /** Groups NAL units into pictures, each with its parameter sets in front. */
  static MediaFile read(byte[] bytes, double framesPerSecond) throws IOException {
    List<byte[]> units = units(bytes);
    if (units.isEmpty()) {
      throw new IOException("is no H.264 byte stream: there is no start code");
    }
    List<Frame> frames = new ArrayList<>();
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    double interval = 1e9 / framesPerSecond;
    boolean hasSlice = false;
    boolean key = false;
    for (byte[] unit : units) {
      int type = unit[0] & 0x1F;
      boolean slice = type >= SLICE && type <= KEY_SLICE;
      // 7.4.1.2.3: these, or a slice that begins at macroblock 0, begin the next picture.
      boolean begins =
          slice
              ? unit.length > 1 && (unit[1] & 0x80) != 0
              : type >= FIRST_OF_PICTURE && type <= LAST_OF_PICTURE;
      if (hasSlice && begins) {
        frames.add(new Frame(picture.toByteArray(), (long) (frames.size() * interval), key));
        picture.reset();
        hasSlice = false;
        key = false;
      }
      picture.writeBytes(START);
      picture.writeBytes(unit);
      hasSlice |= slice;
      key |= type == KEY_SLICE;
    }
    if (hasSlice) {
      frames.add(new Frame(picture.toByteArray(), (long) (frames.size() * interval), key));
    }
    long duration = (long) (frames.size() * interval);
    return new MediaFile(MediaFile.Kind.H264, frames, duration, 0, 0);
  }

  /** The NAL units between start codes, without them. */
  public static List<byte[]> units(byte[] bytes) {
    List<byte[]> units = new ArrayList<>();
    int start = -1;
    for (int i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
        add(units, bytes, start, i);
        start = i + 3;
        i += 2;
      }
    }
    add(units, bytes, start, bytes.length);
    return units;
  }

  private static void add(List<byte[]> units, byte[] bytes, int start, int end) {
    int last = end;
    while (start >= 0 && last > start && bytes[last - 1] == 0) {
      last--; // the first zero of a longer start code, or trailing zeros
    }
    if (start >= 0 && last > start) {
      units.add(Arrays.copyOfRange(bytes, start, last));
    }
  }

  /** A NAL unit with its start code. */
  static byte[] unit(byte[] unit) {
    byte[] out = Arrays.copyOf(START, START.length + unit.length);
    System.arraycopy(unit, 0, out, START.length, unit.length);
    return out;
  }
}
