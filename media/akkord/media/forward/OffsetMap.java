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
  private static final long[] NONE = {};

  /** The latest shift, which nearly every number has. */
  private long from = Long.MAX_VALUE;

  private long offset;

  // Those before it. Most streams are never shifted: the memory grows with the shifts.
  private long[] froms = NONE;
  private long[] offsets = NONE;
  private long count;

  /** Forgets everything: numbers from {@code from} on are shifted by {@code offset}. */
  void reset(long from, long offset) {
    this.from = from;
    this.offset = offset;
    count = 0;
  }

  /** Leaves {@code key} out: it must come after every number that was asked for. */
  void skip(long key) {
    if (from != key) {
      remember();
    }
    from = key + 1;
    offset++;
  }

  private void remember() {
    if (count == froms.length && count < CAPACITY) {
      int capacity = Math.max(FIRST_CAPACITY, 2 * froms.length);
      froms = Arrays.copyOf(froms, capacity);
      offsets = Arrays.copyOf(offsets, capacity);
    }
    int next = slot(count++);
    froms[next] = from;
    offsets[next] = offset;
  }

  /** What to subtract from {@code key}, or {@link #TOO_OLD}. */
  long get(long key) {
    return key >= from ? offset : earlier(key);
  }

  private long earlier(long key) {
    long oldest = Math.max(0, count - (CAPACITY - 1));
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
