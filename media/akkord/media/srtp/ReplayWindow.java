package akkord.media.srtp;

import java.util.Arrays;

/** Remembers which of the newest indexes have been seen (RFC 3711 3.3.2, RFC 6347 4.1.2.6). */
public final class ReplayWindow {
  private final long[] seen;
  private final int size;
  private long highest = -1;

  /**
   * Nothing has been seen.
   *
   * @param size how many indexes below the highest are still told apart: a power of two, 64 or more
   */
  public ReplayWindow(int size) {
    this.seen = new long[size / 64];
    this.size = size;
  }

  /** The highest index accepted, -1 before the first. */
  long highest() {
    return highest;
  }

  /** Whether {@code index} was accepted before, or is too old to know, or negative. */
  public boolean isReplayed(long index) {
    if (index > highest) {
      return false;
    }
    return index < 0 || highest - index >= size || (seen[word(index)] & bit(index)) != 0;
  }

  /** Marks an index that is not replayed and whose packet is authentic. */
  public void accept(long index) {
    if (index - highest >= size) {
      Arrays.fill(seen, 0);
      highest = index;
    }
    while (highest < index) {
      highest++;
      seen[word(highest)] &= ~bit(highest);
    }
    seen[word(index)] |= bit(index);
  }

  private int word(long index) {
    return (int) (index & (size - 1)) >>> 6;
  }

  private static long bit(long index) {
    return 1L << index;
  }
}
