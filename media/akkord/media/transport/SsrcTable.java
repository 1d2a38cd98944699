package akkord.media.transport;

import java.util.Arrays;

/**
 * A bounded table by SSRC with open addressing: finds without allocating. Entries are few, so it is
 * rebuilt at removal.
 *
 * @param <T> what an SSRC stands for
 */
final class SsrcTable<T> {
  private final int limit;
  private final int mask;
  private final long[] keys;
  private final Object[] values;
  private int size;

  /**
   * @param limit how many entries at most, a power of two
   */
  SsrcTable(int limit) {
    this.limit = limit;
    keys = new long[2 * limit];
    values = new Object[2 * limit];
    mask = 2 * limit - 1;
  }

  /** The value of {@code ssrc}, null if none. */
  @SuppressWarnings("unchecked")
  T find(long ssrc) {
    int at = slot(ssrc);
    while (values[at] != null) {
      if (keys[at] == ssrc) {
        return (T) values[at];
      }
      at = (at + 1) & mask;
    }
    return null;
  }

  /** Enters or replaces. False, and no change, if the table is full. */
  boolean put(long ssrc, T value) {
    int at = slot(ssrc);
    while (values[at] != null && keys[at] != ssrc) {
      at = (at + 1) & mask;
    }
    if (values[at] == null && size == limit) {
      return false;
    }
    size += values[at] == null ? 1 : 0;
    keys[at] = ssrc;
    values[at] = value;
    return true;
  }

  /** Forgets {@code ssrc}. */
  void remove(long ssrc) {
    if (find(ssrc) == null) {
      return;
    }
    long[] oldKeys = keys.clone();
    Object[] oldValues = values.clone();
    Arrays.fill(values, null);
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null && oldKeys[i] != ssrc) {
        reinsert(oldKeys[i], oldValues[i]);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void reinsert(long ssrc, Object value) {
    put(ssrc, (T) value);
  }

  int size() {
    return size;
  }

  /** How many places {@link #at} has. */
  int capacity() {
    return values.length;
  }

  /** The value in a place, null if it is free; for walks without an iterator. */
  @SuppressWarnings("unchecked")
  T at(int place) {
    return (T) values[place];
  }

  private int slot(long ssrc) {
    return (int) ((ssrc * 0x9E3779B97F4A7C15L) >>> 40) & mask;
  }
}
