package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.Attributes;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StallGuardTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private final AtomicInteger stalls = new AtomicInteger();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private StallGuard<Integer> guard(Duration timeout) {
    return new StallGuard<>(timeout, stalls::incrementAndGet);
  }

  @Test
  @Timeout(60)
  void aReaderThatStopsEndsTheStreamAfterWhatItHasTaken() throws Exception {
    var reader =
        Source.repeat(1)
            .via(guard(Duration.ofMillis(200)))
            .runWith(
                Sink.<Integer>queue().withAttributes(Attributes.inputBuffer(1, 1)), KIT.system());
    assertEquals(Optional.of(1), reader.pull().toCompletableFuture().get(20, TimeUnit.SECONDS));
    while (stalls.get() == 0) {
      Thread.sleep(10);
    }
    Optional<Integer> last = Optional.of(1);
    for (int i = 0; i < 5 && last.isPresent(); i++) {
      last = reader.pull().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
    assertEquals(Optional.empty(), last);
    assertEquals(1, stalls.get());
  }

  @Test
  void whoReadsIsNeverEndedHoweverLittleThereIsToRead() throws Exception {
    Duration timeout = Duration.ofSeconds(1);
    var stream =
        Source.<Integer>queue(10)
            .via(guard(timeout))
            .toMat(Sink.seq(), Keep.both())
            .run(KIT.system());
    stream.first().offer(1);
    Thread.sleep(timeout.multipliedBy(2));
    stream.first().offer(2);
    stream.first().complete();
    List<Integer> read = stream.second().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertEquals(List.of(1, 2), read);
    assertEquals(0, stalls.get());
  }
}
