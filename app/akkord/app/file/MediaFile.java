package akkord.app.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A file, read as a whole.
 *
 * @param codec what it holds
 * @param frames in order of time, at least one
 * @param durationNanos from the first frame to the end of the last
 * @param width in pixels, 0 if unknown or sound
 * @param height in pixels, 0 if unknown or sound
 */
public record MediaFile(Kind codec, List<Frame> frames, long durationNanos, int width, int height) {
  private static final long MAX_BYTES = 1L << 30;

  /** What can be published. */
  public enum Kind {
    /** In IVF. */
    VP8,
    /** As an Annex B byte stream. */
    H264,
    /** In Ogg. */
    OPUS;

    /** Whether it is pictures. */
    public boolean video() {
      return this != OPUS;
    }
  }

  /** Keeps a copy. */
  public MediaFile {
    frames = List.copyOf(frames);
  }

  /**
   * Reads a file by the ending of its name: .ivf, .ogg or .opus, .h264 or .264.
   *
   * @param framesPerSecond of an Annex B stream, which has no times of its own
   * @throws IOException if it cannot be read or is damaged; the message says where
   */
  public static MediaFile read(Path file, double framesPerSecond) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": there is no such file");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + ": larger than 1 GiB");
    }
    byte[] bytes = Files.readAllBytes(file);
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    try {
      MediaFile read =
          switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "ivf" -> Ivf.read(bytes);
            case "ogg", "opus" -> Ogg.read(bytes);
            case "h264", "264" -> AnnexB.read(bytes, framesPerSecond);
            default -> throw new IOException("must end with .ivf (VP8), .ogg (Opus) or .h264");
          };
      if (read.frames().isEmpty()) {
        throw new IOException("holds no frame");
      }
      return read;
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
