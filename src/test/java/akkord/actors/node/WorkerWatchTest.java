package akkord.actors.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.WorkerInfo;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WorkerWatchTest {
  private final Logger log = (Logger) LoggerFactory.getLogger(WorkerWatchTest.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private long now = Long.MAX_VALUE - 10;
  private final WorkerWatch watch = new WorkerWatch(() -> now);

  @BeforeEach
  void listen() {
    logged.start();
    log.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(logged);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private int reports(long lastCycle, boolean alive) {
    watch.check(List.of(new WorkerInfo(0, alive, List.of(), 0, lastCycle)), log);
    return logged.list.size();
  }

  @Test
  void aStallIsReportedOnceAndItsEndToo() {
    long turned = now;
    assertEquals(0, reports(turned, true));
    pass(Duration.ofMillis(500));
    assertEquals(0, reports(turned, true));
    pass(Duration.ofMillis(100));
    assertEquals(1, reports(turned, true));
    pass(Duration.ofMillis(100));
    assertEquals(1, reports(turned, true));
    assertEquals(2, reports(now, true));
    assertEquals(2, reports(now, true));
  }

  @Test
  void aDeadWorkerDoesNotStall() {
    long turned = now;
    pass(Duration.ofSeconds(5));
    assertEquals(0, reports(turned, false));
  }

  @Test
  void aStalledThreadIsShownWithItsStack() {
    assertTrue(Stacks.ofThread(Thread.currentThread().getName()).contains("WorkerWatchTest"));
  }

  @Test
  void moreThanThreeDeathsAMinuteAreTooMany() {
    for (int i = 0; i < 3; i++) {
      assertFalse(watch.diesTooOften());
      pass(Duration.ofSeconds(25));
    }
    // The first is more than a minute ago by now.
    assertFalse(watch.diesTooOften());
    assertTrue(watch.diesTooOften());
  }
}
