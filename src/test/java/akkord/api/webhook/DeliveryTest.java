package akkord.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delivery in virtual time; two requests at a time, an event lives for five minutes. */
class DeliveryTest {
  private ActorTestKit kit;
  private TestClock clock;
  private Receiver receiver;
  private ActorRef<Delivery.Command> delivery;
  private int others;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(ManualTime.config());
    clock = new TestClock(ManualTime.get(kit.system()));
    receiver = new Receiver();
    delivery = spawn(TestSettings.of("http://a/"));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<Delivery.Command> spawn(WebhookSettings settings) {
    return kit.spawn(
        Delivery.create(
            settings.urls().getFirst(), settings, receiver, new Backoff(() -> 0), clock));
  }

  private void deliver(String room, int number) {
    ByteString body = ByteString.fromString("{}");
    String id = "EV_" + room + number;
    delivery.tell(
        new Delivery.Deliver(new Message(room, "event", id, number, body, clock.instant())));
  }

  private String nextId() {
    return receiver.next().message().id();
  }

  /** Everything told before has been worked through; needs a free worker. */
  private void settles() {
    deliver("another room", ++others);
    Receiver.Post post = receiver.next();
    assertEquals("another room", post.message().room());
    post.answer(200);
  }

  @Test
  void aRoomsEventsAreInOrderAndASlowAnswerHoldsUpNobodyElse() {
    deliver("slow", 1);
    deliver("slow", 2);
    deliver("fast", 1);
    deliver("fast", 2);
    Receiver.Post slow = receiver.next();
    assertEquals("EV_slow1", slow.message().id());
    Receiver.Post fast = receiver.next();
    assertEquals("EV_fast1", fast.message().id());
    fast.answer(200);
    fast = receiver.next();
    assertEquals("EV_fast2", fast.message().id());
    fast.answer(204);
    settles();
    receiver.hasNothing();
    slow.answer(200);
    assertEquals("EV_slow2", nextId());
  }

  @Test
  void noMoreThanSoManyAtATime() {
    deliver("a", 1);
    deliver("b", 1);
    deliver("c", 1);
    Receiver.Post first = receiver.next();
    receiver.next();
    kit.<Void>createTestProbe().expectNoMessage(Duration.ofMillis(200));
    receiver.hasNothing();
    first.answer(200);
    assertEquals("EV_c1", nextId());
  }

  @Test
  void whatIsNotTakenComesAgainLaterAndLaterWithTheSameIdAndAFreshToken() {
    deliver("a", 1);
    deliver("a", 2);
    Receiver.Post first = receiver.next();
    first.answer(503);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      settles();
      clock.passes(Duration.ofSeconds(seconds).minusMillis(1));
      settles();
      receiver.hasNothing();
      clock.passes(Duration.ofMillis(1));
      Receiver.Post again = receiver.next();
      assertEquals(first.message(), again.message());
      assertNotEquals(first.token(), again.token());
      again.fail();
    }
    settles();
    clock.passes(Duration.ofSeconds(30));
    receiver.next().answer(200);
    assertEquals("EV_a2", nextId());
  }

  @Test
  void aReceiverMayAskForMoreTime() {
    deliver("a", 1);
    receiver.next().answer(429, Duration.ofSeconds(20));
    settles();
    clock.passes(Duration.ofSeconds(19));
    settles();
    receiver.hasNothing();
    clock.passes(Duration.ofSeconds(1));
    receiver.next().answer(200);
  }

  @Test
  void whatIsRefusedIsGivenUpAndTheNextFollowsAtOnce() {
    deliver("a", 1);
    deliver("a", 2);
    LoggingTestKit.warn("gives up event EV_a1, number 1 of room a: REFUSED")
        .expect(
            kit.system(),
            () -> {
              receiver.next().answer(422);
              assertEquals("EV_a2", nextId());
              return null;
            });
  }

  @Test
  void minutesWithoutAReceiverLoseNothing() {
    for (int i = 1; i <= 50; i++) {
      deliver("a", i);
    }
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30}) {
      receiver.next().fail();
      settles();
      clock.passes(Duration.ofSeconds(seconds));
    }
    for (int i = 1; i <= 50; i++) {
      Receiver.Post post = receiver.next();
      assertEquals(i, post.message().sequence());
      post.answer(200);
    }
  }

  @Test
  void whatIsTooOldIsGivenUpWhenItsTurnComes() {
    deliver("a", 1);
    receiver.next().fail();
    settles();
    clock.passes(Duration.ofMinutes(4));
    receiver.next().fail();
    deliver("a", 2);
    settles();
    LoggingTestKit.warn("EXPIRED")
        .expect(
            kit.system(),
            () -> {
              clock.passes(Duration.ofMinutes(2));
              assertEquals("EV_a2", nextId());
              return null;
            });
  }

  @Test
  void whatDoesNotFitIsGivenUpAndOneLineTellsOfAll() {
    delivery = spawn(TestSettings.of(Set.of(), Set.of(), 2, 1 << 20, "http://a/"));
    deliver("a", 1);
    Receiver.Post first = receiver.next();
    deliver("a", 2);
    LoggingTestKit.warn("OVERFLOW")
        .withOccurrences(1)
        .expect(
            kit.system(),
            () -> {
              for (int i = 3; i <= 6; i++) {
                deliver("a", i);
              }
              settles();
              return null;
            });
    LoggingTestKit.warn("gave up 3 more events")
        .expect(
            kit.system(),
            () -> {
              clock.passes(Duration.ofSeconds(10));
              return null;
            });
    first.answer(200);
    assertEquals("EV_a6", nextId());
  }

  /** Lets time pass until there is another attempt. */
  private Receiver.Post retry() {
    for (int i = 0; i < 50 && !receiver.isWaiting(); i++) {
      clock.passes(Duration.ofSeconds(1));
    }
    return receiver.next();
  }

  @Test
  void failureAndReturnOfAReceiverAreNewsOnce() {
    LoggingTestKit.warn("Webhook http://a/: connection refused; events wait for up to 300 s")
        .withOccurrences(1)
        .expect(
            kit.system(),
            () -> {
              deliver("a", 1);
              receiver.next().fail();
              retry().fail();
              return null;
            });
    LoggingTestKit.info("Webhook http://a/ answers again after 2 failures")
        .expect(
            kit.system(),
            () -> {
              retry().answer(200);
              return null;
            });
  }

  @Test
  void atTheEndWhatWaitsIsTriedOnceMore() {
    TestProbe<Done> finished = kit.createTestProbe();
    deliver("a", 1);
    deliver("a", 2);
    receiver.next().fail();
    settles();
    delivery.tell(new Delivery.Finish(Duration.ofSeconds(2), finished.getRef()));
    receiver.next().answer(200);
    finished.expectNoMessage(Duration.ofMillis(100));
    receiver.next().answer(200);
    finished.expectMessage(Done.getInstance());
  }

  @Test
  void theEndDoesNotWaitForever() {
    TestProbe<Done> finished = kit.createTestProbe();
    delivery.tell(new Delivery.Finish(Duration.ofSeconds(2), finished.getRef()));
    finished.expectMessage(Done.getInstance());
    deliver("a", 1);
    Receiver.Post hanging = receiver.next();
    delivery.tell(new Delivery.Finish(Duration.ofSeconds(2), finished.getRef()));
    settles();
    LoggingTestKit.warn("SHUTDOWN")
        .expect(
            kit.system(),
            () -> {
              clock.passes(Duration.ofSeconds(2));
              finished.expectMessage(Done.getInstance());
              return null;
            });
    hanging.answer(200);
    deliver("a", 2);
    assertEquals(List.of("EV_a2"), List.of(nextId()));
  }
}
