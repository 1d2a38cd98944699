package akkord.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akkord.actors.room.Room;
import akkord.actors.room.RoomNews;
import akkord.proto.ParticipantInfo;
import akkord.proto.RoomEndReason;
import akkord.proto.WebhookEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From rooms' news to events, in virtual time. */
class WebhooksTest {
  private ActorTestKit kit;
  private TestClock clock;
  private Receiver receiver;
  private ActorRef<RoomNews> webhooks;
  private int others;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(ManualTime.config());
    clock = new TestClock(ManualTime.get(kit.system()));
    receiver = new Receiver();
    webhooks = spawn(TestSettings.of("http://a/"));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<RoomNews> spawn(WebhookSettings settings) {
    return kit.spawn(
        Webhooks.listening(Webhooks.create(settings, receiver, new Backoff(() -> 0), clock)));
  }

  private akkord.proto.Room info(String sid) {
    return akkord.proto.Room.newBuilder()
        .setSid(sid)
        .setName("lobby")
        .setCreationTimeMs(clock.instant().minusSeconds(90).toEpochMilli())
        .build();
  }

  private static ParticipantInfo participant(String identity, ParticipantInfo.State state) {
    return ParticipantInfo.newBuilder()
        .setSid("PA_" + identity)
        .setIdentity(identity)
        .setState(state)
        .build();
  }

  private TestProbe<Room.Command> opens(String sid, boolean again) {
    TestProbe<Room.Command> room = kit.createTestProbe();
    webhooks.tell(new RoomNews.Opened(info(sid), again, room.getRef()));
    return room;
  }

  private void joins(String sid, String identity) {
    webhooks.tell(
        new RoomNews.Seen(info(sid), participant(identity, ParticipantInfo.State.ACTIVE)));
  }

  private void crash(TestProbe<Room.Command> room) {
    TestProbe<Void> watcher = kit.createTestProbe();
    room.stop();
    watcher.expectTerminated(room.getRef(), Duration.ofSeconds(3));
  }

  /** Everything told before has been worked through. */
  private void settles() {
    akkord.proto.Room other = info("RM_other").toBuilder().setName("other" + ++others).build();
    TestProbe<Room.Command> room = kit.createTestProbe();
    webhooks.tell(new RoomNews.Opened(other, false, room.getRef()));
    assertEquals(other.getName(), receiver.takes().getRoom().getName());
  }

  @Test
  void eventsAreNumberedAndTheirBodiesAreLiveKits() {
    opens("RM_1", false);
    joins("RM_1", "alice");
    Receiver.Post first = receiver.next();
    assertEquals(1, first.message().sequence());
    assertEquals("room_started", first.event().getEvent());
    assertTrue(first.event().getId().matches("EV_[0-9A-Za-z]{12}"));
    assertEquals(clock.instant().getEpochSecond(), first.event().getCreatedAt());
    String body = first.message().body().utf8String();
    assertTrue(body.contains("\"createdAt\":\"1767225600\""), body);
    assertTrue(body.contains("\"creationTimeMs\":\"1767225510000\""), body);
    first.answer(200);
    Receiver.Post second = receiver.next();
    assertEquals(2, second.message().sequence());
    assertEquals("alice", second.event().getParticipant().getIdentity());
  }

  @Test
  void everyUrlGetsEverythingWhateverTheOthersDo() {
    webhooks = spawn(TestSettings.of("http://a/", "http://b/"));
    opens("RM_1", false);
    joins("RM_1", "alice");
    Set<String> urls = new HashSet<>();
    Receiver.Post one = receiver.next();
    Receiver.Post other = receiver.next();
    urls.add(one.url().label());
    urls.add(other.url().label());
    assertEquals(2, urls.size());
    assertEquals(one.message(), other.message());
    one.fail();
    other.answer(200);
    Receiver.Post second = receiver.next();
    assertEquals(other.url(), second.url());
    assertEquals("participant_joined", second.event().getEvent());
  }

  @Test
  void whatIsFilteredTakesNoNumber() {
    webhooks =
        spawn(TestSettings.of(Set.of("participant_joined"), Set.of(), 100, 1 << 20, "http://a/"));
    opens("RM_1", false);
    joins("RM_1", "alice");
    Receiver.Post only = receiver.next();
    assertEquals("participant_joined", only.event().getEvent());
    assertEquals(1, only.message().sequence());
    only.answer(200);
    kit.<Void>createTestProbe().expectNoMessage(Duration.ofMillis(200));
    receiver.hasNothing();
  }

  @Test
  void aRoomThatCrashesAndComesBackIsTheSameRoom() {
    TestProbe<Room.Command> room = opens("RM_1", false);
    joins("RM_1", "alice");
    joins("RM_1", "bob");
    for (int i = 0; i < 3; i++) {
      receiver.takes();
    }
    crash(room);
    opens("RM_1", true);
    joins("RM_1", "alice");
    webhooks.tell(new RoomNews.Settled(info("RM_1"), List.of("PA_alice")));
    settles();
    receiver.hasNothing();
    clock.passes(Duration.ofSeconds(10));
    Receiver.Post left = receiver.next();
    assertEquals("participant_left", left.event().getEvent());
    assertEquals("bob", left.event().getParticipant().getIdentity());
    assertEquals(4, left.message().sequence());
    left.answer(200);
    clock.passes(Duration.ofMinutes(1));
    settles();
    receiver.hasNothing();
  }

  @Test
  void theEndOfARoomThatIsBackAlreadyIsNoNews() {
    TestProbe<Room.Command> before = opens("RM_1", false);
    receiver.takes();
    opens("RM_1", true);
    settles();
    crash(before);
    for (int i = 0; i < 5; i++) { // when the news of a death arrives is not ours to know
      clock.passes(Duration.ofSeconds(30));
      assertFalse(receiver.isWaiting());
    }
  }

  @Test
  void aRoomThatDoesNotComeBackHasFinished() {
    TestProbe<Room.Command> room = opens("RM_1", false);
    joins("RM_1", "alice");
    receiver.takes();
    receiver.takes();
    crash(room);
    clock.passes(Duration.ofSeconds(29));
    settles();
    receiver.hasNothing();
    // When the news of a death arrives is not ours to know.
    for (int i = 0; i < 50 && !receiver.isWaiting(); i++) {
      clock.passes(Duration.ofSeconds(30));
    }
    assertEquals("participant_left", receiver.takes().getEvent());
    WebhookEvent finished = receiver.takes();
    assertEquals("room_finished", finished.getEvent());
    assertEquals(RoomEndReason.ROOM_END_UNKNOWN, finished.getRoomEndReason());
  }

  @Test
  void aRoomThatOpensAnewEndsTheOneThatWasLost() {
    crash(opens("RM_1", false));
    receiver.takes();
    opens("RM_2", false);
    WebhookEvent finished = receiver.takes();
    assertEquals("room_finished", finished.getEvent());
    assertEquals("RM_1", finished.getRoom().getSid());
    assertEquals(RoomEndReason.ROOM_END_SUPERSEDED, finished.getRoomEndReason());
    Receiver.Post started = receiver.next();
    assertEquals("RM_2", started.event().getRoom().getSid());
    assertEquals(1, started.message().sequence());
  }

  @Test
  void aRoomOfALostNodeGoesOnWithHigherNumbers() {
    opens("RM_1", true);
    joins("RM_1", "alice");
    webhooks.tell(new RoomNews.Settled(info("RM_1"), List.of("PA_alice")));
    joins("RM_1", "bob");
    Receiver.Post joined = receiver.next();
    assertEquals("bob", joined.event().getParticipant().getIdentity());
    assertEquals(90_001, joined.message().sequence());
  }

  @Test
  void aClosedRoomIsForgotten() {
    TestProbe<Room.Command> room = opens("RM_1", false);
    webhooks.tell(new RoomNews.Closed(info("RM_1"), RoomEndReason.ROOM_END_IDLE_TIMEOUT));
    receiver.takes();
    WebhookEvent finished = receiver.takes();
    assertEquals(RoomEndReason.ROOM_END_IDLE_TIMEOUT, finished.getRoomEndReason());
    crash(room);
    clock.passes(Duration.ofMinutes(1));
    joins("RM_1", "late");
    settles();
    receiver.hasNothing();
  }
}
