package akkord.app.file;

/** One coded picture or one packet of sound. */
public final class Frame {
  private final byte[] data;
  private final long timeNanos;
  private final boolean key;

  Frame(byte[] data, long timeNanos, boolean key) {
    this.data = data;
    this.timeNanos = timeNanos;
    this.key = key;
  }

  /** As the codec made it, not to be changed; for H.264 NAL units with start codes. */
  public byte[] data() {
    return data;
  }

  /** When it is due, from the beginning of the file. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Whether decoding can begin with it. */
  public boolean key() {
    return key;
  }
}
