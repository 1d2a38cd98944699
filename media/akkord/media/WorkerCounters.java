package akkord.media;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** One worker's counts: written by its thread alone, read by any, without a fence. */
@SuppressWarnings("EnumOrdinal") // indexes arrays; nothing outside sees the index
final class WorkerCounters {
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] counts = new long[MediaCounter.values().length];
  private final long[] drops = new long[DropReason.values().length];

  void add(MediaCounter counter, long amount) {
    add(counts, counter.ordinal(), amount);
  }

  void set(MediaCounter counter, long value) {
    LONGS.setOpaque(counts, counter.ordinal(), value);
  }

  void setDropped(DropReason reason, long value) {
    LONGS.setOpaque(drops, reason.ordinal(), value);
  }

  void drop(DropReason reason) {
    add(drops, reason.ordinal(), 1);
  }

  long get(MediaCounter counter) {
    return (long) LONGS.getOpaque(counts, counter.ordinal());
  }

  long dropped(DropReason reason) {
    return (long) LONGS.getOpaque(drops, reason.ordinal());
  }

  private static void add(long[] array, int index, long amount) {
    LONGS.setOpaque(array, index, array[index] + amount);
  }
}
