package akkord.actors.node;

import akkord.media.DropReason;
import akkord.media.MediaCounter;
import akkord.media.MediaCounters;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import kamon.Kamon;

/**
 * Carries what the media plane counted into Kamon: {@code akkord.media.<counter>} and {@code
 * akkord.media.packets.dropped} by reason. Kamon counts steps, the plane totals, so the last totals
 * are kept.
 */
final class MediaMetrics {
  private final Map<MediaCounter, Long> counted = new EnumMap<>(MediaCounter.class);
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);

  /** Reports the difference to the totals before. */
  void report(MediaCounters now) {
    for (MediaCounter counter : MediaCounter.values()) {
      long value = now.get(counter);
      if (counter.gauge()) {
        Kamon.gauge(name(counter)).withoutTags().update((double) value);
      } else {
        Kamon.counter(name(counter)).withoutTags().increment(step(counted, counter, value));
      }
    }
    for (DropReason reason : DropReason.values()) {
      long step = step(dropped, reason, now.dropped(reason));
      if (step > 0) {
        Kamon.counter("akkord.media.packets.dropped")
            .withTag("reason", label(reason))
            .increment(step);
      }
    }
  }

  /** A worker's queue was full: an order is lost ({@code akkord.media.commands.refused}). */
  static void refused(String kind) {
    Kamon.counter("akkord.media.commands.refused").withTag("kind", kind).increment();
  }

  /** Reliable data waits for a worker whose queue is full ({@code akkord.media.data.waits}). */
  static void waiting() {
    Kamon.counter("akkord.media.data.waits").withoutTags().increment();
  }

  private static <K> long step(Map<K, Long> before, K key, long now) {
    Long last = before.put(key, now);
    return Math.max(0, last == null ? now : now - last);
  }

  private static String name(MediaCounter counter) {
    return "akkord.media." + label(counter).replace('_', '.');
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
