package akkord.media.forward;

/**
 * What one subscriber was sent under which number, so that a retransmission finds the packet in the
 * publisher's cache and repeats the same indexes (M-34).
 */
final class Sequencer {
  /** Not found, or not to be sent again now. */
  static final int NONE = -1;

  static final int MAX_TIMES = 3;

  // What belongs to one packet lies together: between two packets of a subscriber the processor
  // has seen so many others that each array more is one more wait for memory.
  private static final int WORDS = 4;
  private static final int INCOMING = 0;
  private static final int ORIGIN = 1; // epoch, what was added to the timestamp
  private static final int INDEXES = 2; // picture id, TL0PICIDX, KEYIDX, times, number sent
  private static final int REPEATED_AT = 3;

  private static final int TIMES_SHIFT = 16;
  private static final int TIMES_MASK = 0xFF;
  private static final int KEY_SHIFT = 24;
  private static final int TL0_SHIFT = 32;
  private static final int PICTURE_SHIFT = 40;

  private final int mask;
  private final long[] entries;

  /** An empty memory of {@code size} packets, a power of two. */
  Sequencer(int size) {
    mask = size - 1;
    entries = new long[WORDS * size];
  }

  /** Remembers a packet that the forwarder just let go on. */
  void push(Forwarder forwarder, long incomingSequence) {
    long outgoing = forwarder.sequenceNumber() & 0xFFFF;
    int entry = WORDS * ((int) outgoing & mask);
    entries[entry + INCOMING] = incomingSequence;
    entries[entry + ORIGIN] =
        (long) forwarder.epoch() << 32 | (forwarder.timestampOffset() & 0xFFFFFFFFL);
    entries[entry + INDEXES] =
        (long) forwarder.pictureId() << PICTURE_SHIFT
            | (long) forwarder.tl0PicIdx() << TL0_SHIFT
            | (long) forwarder.keyIdx() << KEY_SHIFT
            | outgoing;
  }

  /**
   * Where a packet is remembered that may be sent again now; counts as sent again.
   *
   * @param sequenceNumber outgoing, 0..65535
   * @param patience nanoseconds within which a repeated request is the same request
   * @return an entry for the getters, or {@link #NONE}
   */
  int repeat(int sequenceNumber, long now, long patience) {
    int entry = WORDS * (sequenceNumber & mask);
    long indexes = entries[entry + INDEXES];
    int times = (int) (indexes >>> TIMES_SHIFT) & TIMES_MASK;
    if (epoch(entry) == UpStream.NO_EPOCH
        || ((int) indexes & 0xFFFF) != sequenceNumber
        || times == MAX_TIMES
        || (times > 0 && now - entries[entry + REPEATED_AT] < patience)) {
      return NONE;
    }
    entries[entry + INDEXES] = indexes + (1L << TIMES_SHIFT);
    entries[entry + REPEATED_AT] = now;
    return entry;
  }

  /** The epoch of the encoding it came from. */
  int epoch(int entry) {
    return (int) (entries[entry + ORIGIN] >>> 32);
  }

  /** Its extended sequence number there. */
  long incoming(int entry) {
    return entries[entry + INCOMING];
  }

  /** What was added to its timestamp. */
  int timestampOffset(int entry) {
    return (int) entries[entry + ORIGIN];
  }

  /** The picture id it was sent with. */
  int pictureId(int entry) {
    return (int) (entries[entry + INDEXES] >>> PICTURE_SHIFT);
  }

  /** The TL0PICIDX it was sent with. */
  int tl0PicIdx(int entry) {
    return (int) (entries[entry + INDEXES] >>> TL0_SHIFT) & 0xFF;
  }

  /** The KEYIDX it was sent with. */
  int keyIdx(int entry) {
    return (int) (entries[entry + INDEXES] >>> KEY_SHIFT) & 0x1F;
  }
}
