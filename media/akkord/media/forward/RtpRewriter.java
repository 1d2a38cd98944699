package akkord.media.forward;

/**
 * Renumbers: one subscriber sees continuous sequence numbers and timestamps, whatever was left out
 * or switched upstream (M-30). Packets that are missing upstream keep their place free.
 */
final class RtpRewriter {
  /** Answer of {@link #sequenceNumber} for a packet that has no place any more. */
  static final long NONE = -1;

  // Further from what the arrival says, a time base is not believed (M-30: 2 s at most).
  private static final long MAX_DISAGREEMENT_SECONDS = 2;
  private static final long NANOS = 1_000_000_000L;

  private final OffsetMap offsets = new OffsetMap();
  private final int clockRate;
  private UpStream stream;
  private long highestIn;
  private long highestOut;
  private int timestampOffset;
  private int lastTimestamp;
  private long lastSentAt;
  private boolean started;

  /**
   * Nothing sent yet.
   *
   * @param clockRate ticks a second
   * @param ssrc where the numbering starts: in the lower half, so that a lost first packet cannot
   *     hide a wrap from the receiver's SRTP (RFC 3711 3.3.1)
   */
  RtpRewriter(int clockRate, long ssrc) {
    this.clockRate = clockRate;
    highestOut = (ssrc & 0x7FFF) - 1;
  }

  /** Numbers on where {@code former} ended. */
  void continues(RtpRewriter former) {
    highestOut = former.highestOut;
    stream = former.stream;
    timestampOffset = former.timestampOffset;
    lastTimestamp = former.lastTimestamp;
    lastSentAt = former.lastSentAt;
    started = former.started;
  }

  /** The encoding being renumbered, null before the first start. */
  UpStream stream() {
    return stream;
  }

  /** Whether anything was numbered yet. */
  boolean started() {
    return started;
  }

  /** When the last packet was numbered; meaningful once {@link #started}. */
  long lastSentAt() {
    return lastSentAt;
  }

  /** What is added to the current encoding's timestamps. */
  int timestampOffset() {
    return timestampOffset;
  }

  /**
   * Begins anew with a packet of {@code next}: after a switch, a pause or a jump. It gets the next
   * number and a later timestamp than all before.
   */
  void start(UpStream next, long sequence, int timestamp, long now) {
    int outgoing = started ? startTimestamp(next, timestamp, now) : timestamp;
    timestampOffset = outgoing - timestamp;
    offsets.reset(sequence, sequence - (highestOut + 1));
    highestIn = sequence - 1;
    stream = next;
    lastTimestamp = outgoing;
    lastSentAt = now;
    started = true;
  }

  private int startTimestamp(UpStream next, int timestamp, long now) {
    long elapsed = (now - lastSentAt) * clockRate / NANOS;
    int expected = lastTimestamp + (int) elapsed;
    int candidate = expected;
    if (next == stream) {
      candidate = timestamp + timestampOffset;
    } else if (stream.hasTimeBase() && next.hasTimeBase()) {
      candidate = stream.timestampOf(next, timestamp, clockRate) + timestampOffset;
    }
    if (Math.abs((long) (candidate - expected)) > MAX_DISAGREEMENT_SECONDS * clockRate) {
      candidate = expected;
    }
    return candidate - lastTimestamp > 0 ? candidate : lastTimestamp + 1;
  }

  /**
   * The outgoing number of a packet of the current encoding, extended beyond 16 bits; {@link #NONE}
   * if it is older than the last start or than what is remembered.
   */
  long sequenceNumber(long sequence) {
    long offset = offsets.get(sequence);
    if (offset == OffsetMap.TOO_OLD) {
      return NONE;
    }
    highestIn = Math.max(highestIn, sequence);
    highestOut = Math.max(highestOut, sequence - offset);
    return sequence - offset;
  }

  /** The outgoing timestamp of a packet of the current encoding. */
  int timestamp(int timestamp, long now) {
    int outgoing = timestamp + timestampOffset;
    if (outgoing - lastTimestamp > 0) {
      lastTimestamp = outgoing;
      lastSentAt = now;
    }
    return outgoing;
  }

  /**
   * Closes the gap that a packet of the current encoding leaves which is not forwarded.
   *
   * @return false if later ones were sent already: its place stays empty
   */
  boolean skip(long sequence) {
    if (sequence <= highestIn) {
      return false;
    }
    offsets.skip(sequence);
    highestIn = sequence;
    return true;
  }
}
