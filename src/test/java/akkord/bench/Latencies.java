package akkord.bench;

import java.util.Arrays;

/** Collects latencies of one thread; keeps the last ones when there are too many. */
final class Latencies {
  private final long[] nanos = new long[1 << 20];
  private int count;

  void add(long value) {
    nanos[count++ & (nanos.length - 1)] = value;
  }

  void clear() {
    count = 0;
  }

  /** In microseconds; {@code share} 0..1. */
  long percentile(double share) {
    long[] sorted = Arrays.copyOf(nanos, Math.min(count, nanos.length));
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1000;
  }
}
