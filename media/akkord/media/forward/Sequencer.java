package akkord.media.forward;

/**
 * What one subscriber was sent under which number, so that a retransmission finds the packet in the
 * publisher's cache and repeats the same indexes (M-34).
 */
final class Sequencer {
  /** Not found, or not to be sent again now. */
  static final int NONE = -1;

  static final int MAX_TIMES = 3;

  private final int mask;
  private final long[] outgoing;
  private final long[] incoming;
  private final UpStream[] streams;
  private final int[] epochs;
  private final int[] timestampOffsets;
  private final int[] vp8;
  private final long[] repeatedAt;
  private final byte[] times;

  /** An empty memory of {@code size} packets, a power of two. */
  Sequencer(int size) {
    mask = size - 1;
    outgoing = new long[size];
    incoming = new long[size];
    streams = new UpStream[size];
    epochs = new int[size];
    timestampOffsets = new int[size];
    vp8 = new int[size];
    repeatedAt = new long[size];
    times = new byte[size];
  }

  /** Remembers a packet that the forwarder just let go on. */
  void push(Forwarder forwarder, long incomingSequence) {
    int slot = (int) forwarder.sequenceNumber() & mask;
    outgoing[slot] = forwarder.sequenceNumber();
    incoming[slot] = incomingSequence;
    streams[slot] = forwarder.stream();
    epochs[slot] = forwarder.stream().epoch();
    timestampOffsets[slot] = forwarder.timestampOffset();
    vp8[slot] = (forwarder.pictureId() << 13) | (forwarder.tl0PicIdx() << 5) | forwarder.keyIdx();
    times[slot] = 0;
  }

  /**
   * Where a packet is remembered that may be sent again now; counts as sent again.
   *
   * @param sequenceNumber outgoing, 0..65535
   * @param patience nanoseconds within which a repeated request is the same request
   * @return a slot for the getters, or {@link #NONE}
   */
  int repeat(int sequenceNumber, long now, long patience) {
    int slot = sequenceNumber & mask;
    // In another epoch the same number stands for another packet.
    if (streams[slot] == null
        || streams[slot].epoch() != epochs[slot]
        || ((int) outgoing[slot] & 0xFFFF) != sequenceNumber
        || times[slot] == MAX_TIMES
        || (times[slot] > 0 && now - repeatedAt[slot] < patience)) {
      return NONE;
    }
    times[slot]++;
    repeatedAt[slot] = now;
    return slot;
  }

  /** The encoding it came from. */
  UpStream stream(int slot) {
    return streams[slot];
  }

  /** Its extended sequence number there. */
  long incoming(int slot) {
    return incoming[slot];
  }

  /** What was added to its timestamp. */
  int timestampOffset(int slot) {
    return timestampOffsets[slot];
  }

  /** The picture id it was sent with. */
  int pictureId(int slot) {
    return vp8[slot] >> 13;
  }

  /** The TL0PICIDX it was sent with. */
  int tl0PicIdx(int slot) {
    return (vp8[slot] >> 5) & 0xFF;
  }

  /** The KEYIDX it was sent with. */
  int keyIdx(int slot) {
    return vp8[slot] & 0x1F;
  }
}
