package akkord.integration;

import akkord.media.DropReason;
import java.util.Locale;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Instrument;

/** What Kamon has counted in this JVM; the media node brings its numbers there each second. */
final class Metrics {
  private Metrics() {}

  /** Packets dropped for a reason. */
  static long dropped(DropReason reason) {
    return value(
        Kamon.counter("akkord.media.packets.dropped")
            .withTag("reason", reason.name().toLowerCase(Locale.ROOT)));
  }

  /** A counter without tags. */
  static long count(String name) {
    return value(Kamon.counter(name).withoutTags());
  }

  private static long value(Counter counter) {
    return (Long) ((Instrument.Snapshotting<?>) counter).snapshot(false);
  }
}
