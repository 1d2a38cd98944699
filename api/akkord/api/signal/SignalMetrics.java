package akkord.api.signal;

import akkord.actors.participant.SignalLoss;
import java.util.Locale;
import kamon.Kamon;
import kamon.tag.TagSet;

/** What the signalling edge counts. */
final class SignalMetrics {
  private SignalMetrics() {}

  static void connectionOpened() {
    Kamon.counter("akkord.signal.connections.opened").withoutTags().increment();
  }

  /** The server ended a connection because of what its client did. */
  static void connectionDropped(SignalLoss why) {
    Kamon.counter("akkord.signal.connections.dropped")
        .withTags(TagSet.of("reason", why.name().toLowerCase(Locale.ROOT)))
        .increment();
  }

  static void joinRefused(int status) {
    Kamon.counter("akkord.signal.joins.refused")
        .withTags(TagSet.of("status", String.valueOf(status)))
        .increment();
  }
}
