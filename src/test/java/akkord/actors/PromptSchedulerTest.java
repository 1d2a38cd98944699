package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.Cancellable;
import akka.dispatch.ExecutionContexts;
import akka.event.NoLogging;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import scala.concurrent.ExecutionContext;

class PromptSchedulerTest {
  private static final ExecutionContext HERE = ExecutionContexts.fromExecutor(Runnable::run);

  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  private PromptScheduler withTicksOf(String tick) {
    return new PromptScheduler(
        ConfigFactory.parseString("akka.scheduler.tick-duration = " + tick)
            .withFallback(ConfigFactory.load()),
        NoLogging.getInstance(),
        task -> {
          Thread thread = Thread.ofPlatform().daemon().unstarted(task);
          threads.add(thread);
          return thread;
        });
  }

  @Test
  void aShortTimerEndsLongBeforeTheNextTick() throws InterruptedException {
    CountDownLatch rings = new CountDownLatch(1);
    withTicksOf("1h").scheduleOnce(Duration.ofMillis(1), rings::countDown, HERE);
    assertTrue(rings.await(1, TimeUnit.MINUTES));
  }

  @Test
  void aLongTimerWaitsForItsTick() throws InterruptedException {
    PromptScheduler scheduler = withTicksOf("1ms");
    CountDownLatch rings = new CountDownLatch(2);
    scheduler.scheduleOnce(Duration.ofMillis(20), rings::countDown, HERE);
    scheduler.scheduleWithFixedDelay(
        Duration.ofMillis(20), Duration.ofDays(1), rings::countDown, HERE);
    assertTrue(rings.await(1, TimeUnit.MINUTES));
    assertEquals(1, threads.size(), "the wheel's thread alone has worked");
    scheduler.close();
  }

  @Test
  void aShortTimerCanBeCancelledOnce() {
    Cancellable timer = withTicksOf("1h").scheduleOnce(Duration.ofMinutes(1), () -> {}, HERE);
    assertFalse(timer.isCancelled());
    assertTrue(timer.cancel());
    assertTrue(timer.isCancelled());
    assertFalse(timer.cancel());
  }

  @Test
  void itsThreadsEndWithIt() throws InterruptedException {
    PromptScheduler scheduler = withTicksOf("10ms");
    CountDownLatch rings = new CountDownLatch(1);
    scheduler.scheduleOnce(Duration.ofMillis(19), rings::countDown, HERE);
    scheduler.close();
    assertTrue(rings.await(1, TimeUnit.MINUTES), "what is due soon still happens");
    for (Thread thread : threads) {
      thread.join(Duration.ofMinutes(1));
      assertFalse(thread.isAlive());
    }
    assertEquals(2, threads.size());
  }

  @Test
  void serversUseIt() {
    String named = ConfigFactory.load().getString("akka.scheduler.implementation");
    assertEquals(PromptScheduler.class.getName(), named);
  }

  @Test
  void theClusterNeedsNoneOfItsOwn() {
    Duration clusterTick = ConfigFactory.load().getDuration("akka.cluster.scheduler.tick-duration");
    double frequency = (double) Duration.ofSeconds(1).toNanos() / clusterTick.toNanos();
    assertTrue(withTicksOf("1h").maxFrequency() >= frequency);
  }
}
