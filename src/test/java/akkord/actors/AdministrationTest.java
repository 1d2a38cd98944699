package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantOrder;
import akkord.actors.participant.ParticipantReply;
import akkord.actors.track.Track;
import akkord.media.sdp.Offers;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.MuteTrackRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.Room;
import akkord.proto.RoomMovedResponse;
import akkord.proto.SignalResponse.MessageCase;
import akkord.proto.UpdateSubscription;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the room service's orders do to participants, on a cluster of one without media. */
class AdministrationTest extends EntityFixture {
  private TestClient joined(String identity) {
    TestClient client = new TestClient(kit, entities, Samples.options(room, identity));
    client.join();
    return client;
  }

  private String publishCamera(TestClient client) {
    client.negotiate(1, Offers.chromium().text());
    client.say(request -> request.setAddTrack(Samples.camera("cam")));
    String sid = client.until(MessageCase.TRACK_PUBLISHED).getTrackPublished().getTrack().getSid();
    client.negotiate(2, Offers.chromium().simulcastCamera("cam", "q;h;f").text());
    return sid;
  }

  private ParticipantReply order(String identity, ParticipantOrder order) {
    TestProbe<ParticipantReply> probe = kit.createTestProbe();
    entities.participant(room, identity).tell(new Participant.Administer(order, probe.getRef()));
    return probe.receiveMessage(Duration.ofSeconds(20));
  }

  private ParticipantInfo done(String identity, ParticipantOrder order) {
    return ((ParticipantReply.Done) order(identity, order)).info();
  }

  private static ParticipantOrder.Update update(String name, Map<String, String> attributes) {
    return new ParticipantOrder.Update(name, "", attributes, Optional.empty());
  }

  @Test
  void nobodyIsAbsent() {
    assertEquals(new ParticipantReply.Absent(), order("alice", new ParticipantOrder.Describe()));
    joined("bob");
    assertEquals(new ParticipantReply.Absent(), order("alice", new ParticipantOrder.Remove()));
  }

  @Test
  void describesWhoIsThere() {
    TestClient alice = joined("alice");
    ParticipantInfo info = done("alice", new ParticipantOrder.Describe());
    assertEquals(alice.sid(), info.getSid());
    assertEquals(Map.of("key", "value"), info.getAttributesMap());
  }

  @Test
  void changesAreToldToTheParticipantAndToOthers() {
    TestClient alice = joined("alice");
    TestClient bob = joined("bob");
    publishCamera(alice);
    ParticipantPermission permission =
        ParticipantPermission.newBuilder().setCanSubscribe(true).build();
    ParticipantInfo info =
        done(
            "alice",
            new ParticipantOrder.Update(
                "Alice", "hello", Map.of("key", "", "new", "1"), Optional.of(permission)));
    assertEquals("Alice", info.getName());
    assertEquals("hello", info.getMetadata());
    assertEquals(Map.of("new", "1"), info.getAttributesMap());
    assertEquals(permission, info.getPermission());
    for (TestClient client : new TestClient[] {alice, bob}) {
      assertEquals(
          "hello",
          client
              .sees(other -> other.getSid().equals(alice.sid()) && other.getName().equals("Alice"))
              .getMetadata());
    }
    // Empty texts change nothing.
    assertEquals("Alice", done("alice", update("", Map.of("x", "y"))).getName());
  }

  @Test
  void theLimitIsOnWhatThereIsInTheEnd() {
    joined("alice");
    done("alice", update("", Map.of("first", "x".repeat(40_000))));
    assertTrue(
        order("alice", update("", Map.of("second", "x".repeat(40_000))))
            instanceof ParticipantReply.TooLong);
    assertTrue(
        order("alice", update("x".repeat(257), Map.of())) instanceof ParticipantReply.TooLong);
  }

  @Test
  void mutesATrackAndTellsItsPublisher() {
    TestClient alice = joined("alice");
    String sid = publishCamera(alice);
    ParticipantReply.TrackMuted muted =
        (ParticipantReply.TrackMuted) order("alice", new ParticipantOrder.MuteTrack(sid, true));
    assertTrue(muted.track().orElseThrow().getMuted());
    MuteTrackRequest told = alice.until(MessageCase.MUTE).getMute();
    assertEquals(MuteTrackRequest.newBuilder().setSid(sid).setMuted(true).build(), told);
    assertEquals(
        new ParticipantReply.TrackMuted(Optional.empty()),
        order("alice", new ParticipantOrder.MuteTrack("TR_none", true)));
  }

  @Test
  void choosesWhatAParticipantReceives() {
    TestClient alice = joined("alice");
    String sid = publishCamera(alice);
    TestClient bob = joined("bob");
    bob.negotiate(1, Offers.chromium().text());
    awaitSubscribers(1, sid);
    order(
        "bob",
        new ParticipantOrder.Choose(UpdateSubscription.newBuilder().addTrackSids(sid).build()));
    bob.negotiate(2, Offers.chromium().text());
    awaitSubscribers(0, sid);
  }

  private void awaitSubscribers(int expected, String track) {
    TestProbe<Track.Description> probe = kit.createTestProbe();
    probe.awaitAssert(
        () -> {
          entities.track(room, track).tell(new Track.Describe(probe.getRef()));
          assertEquals(expected, probe.receiveMessage().subscribers().size());
          return null;
        });
  }

  @Test
  void removesAParticipantForGood() {
    TestClient alice = joined("alice");
    TestClient bob = joined("bob");
    publishCamera(alice);
    done("alice", new ParticipantOrder.Remove());
    LeaveRequest leave = alice.until(MessageCase.LEAVE).getLeave();
    assertEquals(DisconnectReason.PARTICIPANT_REMOVED, leave.getReason());
    assertEquals(LeaveRequest.Action.DISCONNECT, leave.getAction());
    ParticipantInfo gone = bob.sees(info -> info.getState() == ParticipantInfo.State.DISCONNECTED);
    assertEquals(alice.sid(), gone.getSid());
    assertEquals(DisconnectReason.PARTICIPANT_REMOVED, gone.getDisconnectReason());
    assertEquals(new ParticipantReply.Absent(), order("alice", new ParticipantOrder.Describe()));
  }

  @Test
  void sendsAParticipantElsewhereWithItsNewToken() {
    TestClient alice = joined("alice");
    Room destination = Room.newBuilder().setSid("RM_other").setName("other").build();
    ParticipantOrder.Move move = new ParticipantOrder.Move(destination, "its token");
    assertEquals("Move[other]", move.toString());
    done("alice", move);
    assertEquals("its token", alice.until(MessageCase.REFRESH_TOKEN).getRefreshToken());
    RoomMovedResponse moved = alice.next(MessageCase.ROOM_MOVED).getRoomMoved();
    assertEquals(destination, moved.getRoom());
    assertEquals("its token", moved.getToken());
    assertEquals(alice.sid(), moved.getParticipant().getSid());
    LeaveRequest leave = alice.next(MessageCase.LEAVE).getLeave();
    assertEquals(DisconnectReason.MIGRATION, leave.getReason());
    assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction());
    assertEquals(new ParticipantReply.Absent(), order("alice", new ParticipantOrder.Describe()));
  }
}
