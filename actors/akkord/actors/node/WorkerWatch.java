package akkord.actors.node;

import akkord.media.WorkerInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Notices workers whose loop stands still, and workers that die too often. */
final class WorkerWatch {
  // A loop turns every 10 ms at least; half a second is far beyond a busy machine's hiccups.
  private static final long STALLED = Duration.ofMillis(500).toNanos();
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();
  private static final int DEATHS = 3;

  private final LongSupplier clock;
  private final Set<Integer> stalled = new HashSet<>();
  private final Deque<Long> deaths = new ArrayDeque<>();

  WorkerWatch(LongSupplier clock) {
    this.clock = clock;
  }

  /** Logs each worker once when it stalls and once when it goes on. */
  void check(List<WorkerInfo> workers, Logger log) {
    long now = clock.getAsLong();
    for (WorkerInfo worker : workers) {
      long silent = now - worker.lastCycleNanos();
      if (!worker.alive() || silent <= STALLED) {
        if (stalled.remove(worker.worker())) {
          log.warn("Media worker {} goes on", worker.worker());
        }
      } else if (stalled.add(worker.worker())) {
        log.warn(
            "Media worker {} stands still for {} ms: {}",
            worker.worker(),
            Duration.ofNanos(silent).toMillis(),
            Stacks.ofThread("media-" + worker.worker()));
      }
    }
  }

  /** Counts one death; true if it was more than the third within a minute. */
  boolean diesTooOften() {
    long now = clock.getAsLong();
    deaths.add(now);
    while (now - deaths.peekFirst() > WINDOW) {
      deaths.removeFirst();
    }
    return deaths.size() > DEATHS;
  }
}
