package akkord.actors;

import akka.actor.Cancellable;
import akka.actor.LightArrayRevolverScheduler;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * Akka's timers with long ticks, between which the machine sleeps, but without their lateness for
 * what is to happen soon: single timers of less than {@value #PROMPT_TICKS} ticks end on time.
 * Named by {@code akka.scheduler.implementation}.
 */
public final class PromptScheduler extends LightArrayRevolverScheduler {
  private static final int PROMPT_TICKS = 2;
  private static final double MAX_FREQUENCY = 1000;

  private final ScheduledThreadPoolExecutor prompt;
  private final long promptNanos;

  /** Called by Akka, with all of its configuration. */
  public PromptScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    super(config, log, threads);
    promptNanos = PROMPT_TICKS * TickDuration().toNanos();
    prompt = new ScheduledThreadPoolExecutor(1, threads);
    prompt.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
    long nanos = delay.toNanos();
    if (nanos <= 0 || nanos >= promptNanos || prompt.isShutdown()) {
      return super.scheduleOnce(delay, task, executor);
    }
    return new Prompt(prompt.schedule(() -> executor.execute(task), nanos, TimeUnit.NANOSECONDS));
  }

  /** Where this says that ticks are long, the cluster starts a scheduler of its own. */
  @Override
  public double maxFrequency() {
    return MAX_FREQUENCY;
  }

  /** What is due within two ticks still happens. */
  @Override
  public void close() {
    prompt.shutdown();
    super.close();
  }

  private record Prompt(Future<?> future) implements Cancellable {
    @Override
    public boolean cancel() {
      return future.cancel(false);
    }

    @Override
    public boolean isCancelled() {
      return future.isCancelled();
    }
  }
}
