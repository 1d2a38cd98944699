package akkord.media;

import java.util.EnumMap;
import java.util.Map;

/** What workers counted since the start: an immutable snapshot, summed over them. */
public final class MediaCounters {
  private final Map<MediaCounter, Long> counts = new EnumMap<>(MediaCounter.class);
  private final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);

  MediaCounters(Iterable<WorkerCounters> workers) {
    for (WorkerCounters worker : workers) {
      for (MediaCounter counter : MediaCounter.values()) {
        counts.merge(counter, worker.get(counter), Long::sum);
      }
      for (DropReason reason : DropReason.values()) {
        drops.merge(reason, worker.dropped(reason), Long::sum);
      }
    }
  }

  /** One count. */
  public long get(MediaCounter counter) {
    return counts.getOrDefault(counter, 0L);
  }

  /** Packets dropped for one reason. */
  public long dropped(DropReason reason) {
    return drops.getOrDefault(reason, 0L);
  }

  @Override
  public String toString() {
    return "MediaCounters" + counts + drops;
  }
}
