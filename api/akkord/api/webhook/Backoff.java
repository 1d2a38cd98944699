package akkord.api.webhook;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: twice as long each time, from 1 s to 30 s as LiveKit's
 * (row WH-04), less up to a half so that rooms do not come back together.
 *
 * @param random 0 to 1
 */
record Backoff(DoubleSupplier random) {
  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofSeconds(30);

  /**
   * The wait after so many failures in a row, at least as long as the receiver asked for within
   * reason.
   */
  Duration after(int failures, Duration asked) {
    long millis = FIRST.toMillis() << Math.min(failures - 1, 10);
    millis = Math.min(millis, LONGEST.toMillis());
    millis -= (long) (random.getAsDouble() * millis / 2);
    return Duration.ofMillis(Math.max(millis, Math.min(asked.toMillis(), LONGEST.toMillis())));
  }
}
