package akkord.media.sctp;

/**
 * Which TSNs have come: all up to one, and some beyond it as bits. Bits are there only while there
 * are gaps.
 */
final class ReceiveTracker {
  /** How far beyond the last one without gap a TSN may lie. */
  static final int MAX_AHEAD = 1 << 14;

  private static final int MAX_DUPLICATES = 16;

  private long[] bits;
  private int cumulative;
  private int highest;
  private int[] duplicates;
  private int duplicateCount;

  ReceiveTracker(int firstTsn) {
    cumulative = firstTsn - 1;
    highest = cumulative;
  }

  /** Everything up to this TSN has come. */
  int cumulative() {
    return cumulative;
  }

  boolean hasGaps() {
    return highest != cumulative;
  }

  /** Whether a TSN has come, or was forwarded over. */
  boolean has(int tsn) {
    return tsn - cumulative <= 0 || (tsn - highest <= 0 && bit(tsn));
  }

  /** Whether a TSN lies in the range that is kept track of. */
  boolean inRange(int tsn) {
    return tsn - cumulative < MAX_AHEAD;
  }

  /** A new TSN in range has come. */
  void received(int tsn) {
    if (tsn == cumulative + 1) {
      cumulative = tsn;
      if (highest - cumulative < 0) {
        highest = cumulative;
      }
      closeGap();
      return;
    }
    if (bits == null) {
      bits = new long[MAX_AHEAD >> 6];
    }
    bits[word(tsn)] |= 1L << tsn;
    if (tsn - highest > 0) {
      highest = tsn;
    }
  }

  private void closeGap() {
    while (cumulative != highest && bit(cumulative + 1)) {
      cumulative++;
      bits[word(cumulative)] &= ~(1L << cumulative);
    }
  }

  /** The peer gave up everything up to {@code tsn}. */
  void forward(int tsn) {
    if (tsn - highest >= 0) {
      bits = null;
      cumulative = tsn;
      highest = tsn;
      return;
    }
    while (cumulative != tsn) {
      cumulative++;
      bits[word(cumulative)] &= ~(1L << cumulative);
    }
    closeGap();
  }

  /** A TSN came once more. */
  void duplicate(int tsn) {
    if (duplicates == null) {
      duplicates = new int[MAX_DUPLICATES];
    }
    if (duplicateCount < MAX_DUPLICATES) {
      duplicates[duplicateCount++] = tsn;
    }
  }

  /** Writes a SACK chunk with as many gap blocks as it may; duplicates are told once. */
  void write(PacketWriter packet, int window, int maxBlocks) {
    packet.chunk(ChunkType.SACK, 0);
    packet.int32(cumulative);
    packet.int32(window);
    int countAt = packet.at();
    packet.int16(0);
    packet.int16(duplicateCount);
    packet.int16At(countAt, writeGaps(packet, maxBlocks));
    for (int i = 0; i < duplicateCount; i++) {
      packet.int32(duplicates[i]);
    }
    duplicateCount = 0;
    packet.endChunk();
  }

  private int writeGaps(PacketWriter packet, int maxBlocks) {
    int blocks = 0;
    int from = cumulative;
    while (blocks < maxBlocks && highest - from > 0) {
      from = next(from + 1, true);
      int end = next(from + 1, false);
      packet.int16(from - cumulative);
      packet.int16(end - 1 - cumulative);
      from = end - 1;
      blocks++;
    }
    return blocks;
  }

  /** The first TSN from {@code tsn} on whose bit is {@code set}; one past the highest if none. */
  private int next(int tsn, boolean set) {
    int at = tsn;
    while (highest - at >= 0) {
      long word = bits[word(at)];
      long rest = (set ? word : ~word) >>> at;
      if (rest != 0) {
        int found = at + Long.numberOfTrailingZeros(rest);
        return highest - found >= 0 ? found : highest + 1;
      }
      at += 64 - (at & 63);
    }
    return highest + 1;
  }

  private boolean bit(int tsn) {
    return (bits[word(tsn)] & 1L << tsn) != 0;
  }

  private static int word(int tsn) {
    return tsn >>> 6 & (MAX_AHEAD >> 6) - 1;
  }
}
