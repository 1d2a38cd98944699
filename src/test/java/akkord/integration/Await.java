package akkord.integration;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads bring about. */
public final class Await {
  /** Far longer than anything takes, even on a machine that is busy with other work. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long POLL_NANOS = 5_000_000;

  private Await() {}

  /** Returns once {@code condition} holds, or fails with what did not happen. */
  public static void until(BooleanSupplier condition, Supplier<String> what) {
    value(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), what);
  }

  /** Returns the first value that {@code source} has. */
  public static <T> T value(Supplier<Optional<T>> source, Supplier<String> what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<T> value = source.get();
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
