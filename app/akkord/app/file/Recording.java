package akkord.app.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is being written: .ivf for VP8, .ogg for Opus, .h264 for H.264. */
public final class Recording implements AutoCloseable {
  private static final int FRAME_COUNT_AT = 24;

  private final Path file;
  private final MediaFile.Kind codec;
  private final OutputStream out;
  private final int serial;
  private int frames;
  private int page = 2;
  private long granule;
  private byte[] held = {};

  private Recording(Path file, MediaFile.Kind codec, OutputStream out) {
    this.file = file;
    this.codec = codec;
    this.out = out;
    this.serial = file.toString().hashCode();
  }

  /**
   * Begins one beside others, whose names it does not take.
   *
   * @param folder exists
   * @param name without ending; what cannot stand in a file's name is replaced
   */
  public static Recording begin(Path folder, String name, MediaFile.Kind codec) throws IOException {
    String ending =
        switch (codec) {
          case VP8 -> ".ivf";
          case OPUS -> ".ogg";
          case H264 -> ".h264";
        };
    String stem = name.replaceAll("[^\\w.@-]", "_").replaceAll("^\\.+", "_");
    Path file = folder.resolve(stem + ending);
    for (int i = 2; Files.exists(file); i++) {
      file = folder.resolve(stem + "-" + i + ending);
    }
    return new Recording(file, codec, new BufferedOutputStream(Files.newOutputStream(file)));
  }

  /** Where it is written. */
  public Path file() {
    return file;
  }

  /** How many frames it holds. */
  public int frames() {
    return frames;
  }

  /**
   * Adds one frame.
   *
   * @param millis since the first one; of no meaning to Opus, whose packets know their length
   */
  public void add(byte[] frame, long millis) throws IOException {
    switch (codec) {
      case VP8 -> {
        if (frames == 0) {
          out.write(header(frame));
        }
        out.write(Ivf.frameHeader(frame.length, millis));
        out.write(frame);
      }
      case OPUS -> {
        if (frames == 0) {
          out.write(Ogg.headers(serial));
        }
        flushHeld(false);
        held = frame;
        granule += Ogg.samples(frame);
      }
      case H264 -> out.write(frame);
    }
    frames++;
  }

  /** RFC 6386 9.1: a key frame's size stands behind its start code. */
  private static byte[] header(byte[] key) {
    boolean sized = key.length >= 10 && Ivf.isKey(key);
    int width = sized ? ((key[7] & 0x3F) << 8) | (key[6] & 0xFF) : 0;
    int height = sized ? ((key[9] & 0x3F) << 8) | (key[8] & 0xFF) : 0;
    return Ivf.header(width, height);
  }

  /** The last packet's page says that it is the last, so one is held back. */
  private void flushHeld(boolean last) throws IOException {
    if (held.length > 0) {
      out.write(Ogg.page(held, serial, page++, granule, last));
      held = new byte[0];
    }
  }

  /** Ends the file. */
  @Override
  public void close() throws IOException {
    flushHeld(true);
    out.close();
    if (codec == MediaFile.Kind.VP8 && frames > 0) {
      try (RandomAccessFile counted = new RandomAccessFile(file.toFile(), "rw")) {
        counted.seek(FRAME_COUNT_AT);
        counted.writeInt(Integer.reverseBytes(frames));
      }
    }
  }
}
