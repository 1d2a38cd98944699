package akkord.api.webhook;

import akka.actor.testkit.typed.javadsl.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes for timers and clock alike. */
final class TestClock implements InstantSource {
  private final ManualTime time;
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  TestClock(ManualTime time) {
    this.time = time;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void passes(Duration duration) {
    now = now.plus(duration);
    time.timePasses(duration);
  }
}
