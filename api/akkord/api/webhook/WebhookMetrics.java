package akkord.api.webhook;

import java.time.Duration;
import java.util.Locale;
import kamon.Kamon;
import kamon.tag.TagSet;

/** What delivery to one URL counts. */
final class WebhookMetrics {
  private final String url;

  /** What happened to an attempt. */
  enum Outcome {
    TAKEN,
    REFUSED,
    /** No answer, or one that asks for another attempt. */
    FAILED
  }

  /** Why an event was given up. */
  enum Reason {
    /** Older than {@code max_age}. */
    EXPIRED,
    /** More events wait than {@code max_depth} or {@code max_bytes} allow. */
    OVERFLOW,
    /** The receiver will not take it. */
    REFUSED,
    /** The server ends. */
    SHUTDOWN
  }

  WebhookMetrics(String url) {
    this.url = url;
  }

  void attempt(Outcome outcome) {
    Kamon.counter("akkord.webhook.attempts").withTags(tags("outcome", outcome)).increment();
  }

  void givenUp(Reason reason) {
    Kamon.counter("akkord.webhook.given-up").withTags(tags("reason", reason)).increment();
  }

  /** From what happened to its receipt. */
  void taken(Duration delay) {
    Kamon.timer("akkord.webhook.delay").withTag("url", url).record(delay);
  }

  void waiting(int events, long bytes) {
    Kamon.gauge("akkord.webhook.waiting").withTag("url", url).update(events);
    Kamon.gauge("akkord.webhook.waiting-bytes").withTag("url", url).update((double) bytes);
  }

  private TagSet tags(String name, Enum<?> value) {
    return TagSet.builder()
        .add("url", url)
        .add(name, value.name().toLowerCase(Locale.ROOT))
        .build();
  }
}
