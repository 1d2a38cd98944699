package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/**
 * Writes transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-01 3.1):
 * which packets of a range arrived, and when. One instance is reused: {@link #start}, {@link #add}
 * in ascending order, {@link #append}.
 *
 * <p>Times are wrapping ints in ticks of {@value #TICK_NANOS} ns: 2^32 of them are exactly the
 * range of the 24-bit reference time.
 */
public final class TransportFeedback {
  /** Unit of arrival times. */
  public static final int TICK_NANOS = 250_000;

  /** The most packets, arrived or not, that one message tells of. */
  public static final int MAX_STATUSES = 2048;

  static final int FORMAT = 15;
  static final int BYTES = Feedback.BYTES + 8;

  /**
   * With these, the largest message is {@code 20 + 2 * 2048 / 7 + 2 * 256} bytes: it fits an MTU.
   */
  private static final int MAX_ARRIVALS = 256;

  private static final int TICKS_PER_REFERENCE_SHIFT = 8;
  private static final int MAX_SMALL_DELTA = 255;

  private static final byte NOT_RECEIVED = 0;
  private static final byte SMALL_DELTA = 1;
  private static final byte LARGE_DELTA = 2;

  private static final int VECTOR = 0x8000;
  private static final int TWO_BIT_VECTOR = 0xC000;
  private static final int ONE_BIT_SYMBOLS = 14;
  private static final int TWO_BIT_SYMBOLS = 7;
  private static final int MAX_RUN = 0x1FFF;

  private final byte[] statuses = new byte[MAX_STATUSES];
  private final short[] deltas = new short[MAX_ARRIVALS];
  private long base;
  private int statusCount;
  private int deltaCount;
  private int deltaBytes;
  private int reference;
  private int lastTicks;

  /**
   * Begins a message.
   *
   * @param base extended number of the first packet it tells of
   */
  public void start(long base) {
    this.base = base;
    statusCount = 0;
    deltaCount = 0;
    deltaBytes = 0;
  }

  /**
   * Tells that a packet arrived, and that those between the previous one and it did not.
   *
   * @param sequenceNumber extended; {@code base} or more, more than the previous
   * @param ticks when it arrived
   * @return false if it does not fit in this message: {@link #append} it and start another
   */
  public boolean add(long sequenceNumber, int ticks) {
    long missing = sequenceNumber - base - statusCount;
    if (deltaCount == MAX_ARRIVALS || statusCount + missing >= MAX_STATUSES) {
      return false;
    }
    if (deltaCount == 0) {
      reference = ticks >>> TICKS_PER_REFERENCE_SHIFT;
      lastTicks = reference << TICKS_PER_REFERENCE_SHIFT;
    }
    int delta = ticks - lastTicks;
    if (delta != (short) delta) {
      return false;
    }
    lastTicks = ticks;
    while (missing-- > 0) {
      statuses[statusCount++] = NOT_RECEIVED;
    }
    boolean small = delta >= 0 && delta <= MAX_SMALL_DELTA;
    statuses[statusCount++] = small ? SMALL_DELTA : LARGE_DELTA;
    deltas[deltaCount++] = (short) delta;
    deltaBytes += small ? 1 : 2;
    return true;
  }

  /** Whether no packet has been added. */
  public boolean isEmpty() {
    return deltaCount == 0;
  }

  /**
   * Appends the message.
   *
   * @param feedbackCount number of this message, modulo 256
   * @return its size in bytes, 0 if it has no room
   */
  public int append(Packet packet, long senderSsrc, long mediaSsrc, int feedbackCount) {
    int end = packet.offset + packet.length;
    int content = BYTES + 2 * chunks(null, 0) + deltaBytes;
    int total = content + 3 & ~3;
    int block = Feedback.append(packet, Feedback.TRANSPORT, FORMAT, total, senderSsrc, mediaSsrc);
    if (block < 0) {
      return 0;
    }
    byte[] bytes = packet.bytes;
    Bytes.putShort(bytes, block + 12, (int) base);
    Bytes.putShort(bytes, block + 14, statusCount);
    Bytes.putInt(bytes, block + 16, (reference << 8) | (feedbackCount & 0xFF));
    int at = block + BYTES + 2 * chunks(bytes, block + BYTES);
    at = putDeltas(bytes, at);
    pad(bytes, block, at, end + total);
    return total;
  }

  /** Writes the chunks, or only counts them if {@code bytes} is null; answers how many. */
  private int chunks(byte[] bytes, int at) {
    int count = 0;
    int i = 0;
    while (i < statusCount) {
      int run = runLength(i);
      int chunk;
      if (run >= ONE_BIT_SYMBOLS || i + run == statusCount) {
        chunk = statuses[i] << 13 | run;
        i += run;
      } else if (fitsOneBit(i)) {
        chunk = VECTOR | symbols(i, ONE_BIT_SYMBOLS, 1);
        i += ONE_BIT_SYMBOLS;
      } else if (run >= TWO_BIT_SYMBOLS) {
        chunk = statuses[i] << 13 | run;
        i += run;
      } else {
        chunk = TWO_BIT_VECTOR | symbols(i, TWO_BIT_SYMBOLS, 2);
        i += TWO_BIT_SYMBOLS;
      }
      if (bytes != null) {
        Bytes.putShort(bytes, at + 2 * count, chunk);
      }
      count++;
    }
    return count;
  }

  private int runLength(int from) {
    int end = Math.min(statusCount, from + MAX_RUN);
    int i = from + 1;
    while (i < end && statuses[i] == statuses[from]) {
      i++;
    }
    return i - from;
  }

  private boolean fitsOneBit(int from) {
    int end = Math.min(statusCount, from + ONE_BIT_SYMBOLS);
    for (int i = from; i < end; i++) {
      if (statuses[i] == LARGE_DELTA) {
        return false;
      }
    }
    return true;
  }

  /** The symbols of a vector, the first one uppermost; past the end they read not received. */
  private int symbols(int from, int count, int bits) {
    int vector = 0;
    for (int i = from; i < from + count; i++) {
      vector = vector << bits | (i < statusCount ? statuses[i] : NOT_RECEIVED);
    }
    return vector;
  }

  private int putDeltas(byte[] bytes, int from) {
    int at = from;
    for (int i = 0; i < deltaCount; i++) {
      int delta = deltas[i];
      if (delta >= 0 && delta <= MAX_SMALL_DELTA) {
        Bytes.putByte(bytes, at++, delta);
      } else {
        Bytes.putShort(bytes, at, delta);
        at += 2;
      }
    }
    return at;
  }

  /** RFC 3550 6.4.1: padding counts itself in its last byte and is flagged in the header. */
  private static void pad(byte[] bytes, int block, int from, int end) {
    int padding = end - from;
    if (padding == 0) {
      return;
    }
    for (int at = from; at < end; at++) {
      bytes[at] = 0;
    }
    Bytes.putByte(bytes, end - 1, padding);
    bytes[block] |= 0x20;
  }
}
