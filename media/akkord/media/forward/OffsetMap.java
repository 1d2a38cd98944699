package akkord.media.forward;

import java.util.Arrays;

/**
 * How far numbers of a stream are shifted down because earlier ones were left out: each skipped
 * number moves all later ones by one more, while late arrivals from before keep their old shift.
 *
 * <p>Remembers the last {@value #CAPACITY} shifts; numbers are extended, so they never wrap.
 */
final class OffsetMap {
  /** Answer of {@link #get} for a number older than the memory. */
  static final long TOO_OLD = Long.MIN_VALUE;

  static final int CAPACITY = 128;

  private static final int FIRST_CAPACITY = 4;

  // Most streams are never shifted: the memory grows with the first shifts.
  private long[] froms = new long[FIRST_CAPACITY];
  private long[] offsets = new long[FIRST_CAPACITY];
  private long count;

  /** Forgets everything: numbers from {@code from} on are shifted by {@code offset}. */
  void reset(long from, long offset) {
    count = 1;
    froms[0] = from;
    offsets[0] = offset;
  }

  /** Leaves {@code key} out: it must come after every number that was asked for. */
  void skip(long key) {
    int last = slot(count - 1);
    if (froms[last] == key) {
      froms[last] = key + 1;
      offsets[last]++;
      return;
    }
    long offset = offsets[last] + 1;
    if (count == froms.length && count < CAPACITY) {
      froms = Arrays.copyOf(froms, 2 * froms.length);
      offsets = Arrays.copyOf(offsets, 2 * offsets.length);
    }
    int next = slot(count++);
    froms[next] = key + 1;
    offsets[next] = offset;
  }

  /** What to subtract from {@code key}, or {@link #TOO_OLD}. */
  long get(long key) {
    long oldest = Math.max(0, count - CAPACITY);
    for (long i = count - 1; i >= oldest; i--) {
      if (key >= froms[slot(i)]) {
        return offsets[slot(i)];
      }
    }
    return TOO_OLD;
  }

  private int slot(long index) {
    return (int) (index & (froms.length - 1));
  }
}
