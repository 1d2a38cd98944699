package akkord.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantInfo.State;
import akkord.proto.Room;
import akkord.proto.RoomEndReason;
import akkord.proto.TrackInfo;
import akkord.proto.WebhookEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomLedgerTest {
  private static final Room ROOM =
      Room.newBuilder().setSid("RM_1").setName("lobby").setMetadata("m").build();

  private final List<WebhookEvent> events = new ArrayList<>();

  private RoomLedger open() {
    return RoomLedger.open(ROOM, false, event -> events.add(event.build()));
  }

  private RoomLedger takeOver() {
    return RoomLedger.takeOver(ROOM, false, event -> events.add(event.build()));
  }

  private static ParticipantInfo info(String identity, State state, String... tracks) {
    ParticipantInfo.Builder info =
        ParticipantInfo.newBuilder()
            .setSid("PA_" + identity)
            .setIdentity(identity)
            .setMetadata("secret of " + identity)
            .setState(state);
    for (String track : tracks) {
      info.addTracks(TrackInfo.newBuilder().setSid(track));
    }
    return info.build();
  }

  /** What was told since the last time, as {@code event:identity/track}. */
  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (WebhookEvent event : events) {
      String who = event.getParticipant().getIdentity();
      String track = event.getTrack().getSid();
      told.add(
          event.getEvent()
              + (who.isEmpty() ? "" : ":" + who)
              + (track.isEmpty() ? "" : "/" + track));
    }
    events.clear();
    return told;
  }

  @Test
  void aCallFromItsBeginningToItsEnd() {
    RoomLedger ledger = open();
    ledger.seen(ROOM, info("alice", State.JOINING));
    ledger.seen(ROOM, info("alice", State.JOINED));
    assertEquals(List.of("room_started"), told());
    ledger.seen(ROOM, info("alice", State.ACTIVE));
    ledger.seen(ROOM, info("alice", State.ACTIVE, "TR_a"));
    ledger.seen(ROOM, info("alice", State.ACTIVE, "TR_a", "TR_b"));
    ledger.seen(ROOM, info("alice", State.ACTIVE, "TR_b", "TR_c"));
    assertEquals(
        List.of(
            "participant_joined:alice",
            "track_published:alice/TR_a",
            "track_published:alice/TR_b",
            "track_unpublished:alice/TR_a",
            "track_published:alice/TR_c"),
        told());
    ledger.left(ROOM, info("alice", State.DISCONNECTED));
    ledger.closed(ROOM, RoomEndReason.ROOM_END_IDLE_TIMEOUT);
    assertEquals(RoomEndReason.ROOM_END_IDLE_TIMEOUT, events.getLast().getRoomEndReason());
    assertEquals(
        List.of(
            "track_unpublished:alice/TR_b",
            "track_unpublished:alice/TR_c",
            "participant_left:alice",
            "room_finished"),
        told());
  }

  @Test
  void whoNeverConnectedWasAborted() {
    RoomLedger ledger = open();
    ledger.seen(ROOM, info("alice", State.JOINED, "TR_early"));
    ledger.left(ROOM, info("alice", State.DISCONNECTED));
    assertEquals(List.of("room_started", "participant_connection_aborted:alice"), told());
  }

  @Test
  void tracksPublishedEarlyFollowTheirPublisher() {
    RoomLedger ledger = open();
    ledger.seen(ROOM, info("alice", State.JOINED, "TR_early"));
    ledger.seen(ROOM, info("alice", State.ACTIVE, "TR_early"));
    assertEquals(
        List.of("room_started", "participant_joined:alice", "track_published:alice/TR_early"),
        told());
  }

  @Test
  void trackEventsSayNoMoreThanWhoseTrackItIs() {
    RoomLedger ledger = open();
    ledger.seen(ROOM, info("alice", State.ACTIVE, "TR_a"));
    WebhookEvent joined = events.get(1);
    assertEquals("m", joined.getRoom().getMetadata());
    assertEquals("secret of alice", joined.getParticipant().getMetadata());
    WebhookEvent published = events.get(2);
    assertEquals(Room.newBuilder().setSid("RM_1").setName("lobby").build(), published.getRoom());
    assertEquals(
        ParticipantInfo.newBuilder().setSid("PA_alice").setIdentity("alice").build(),
        published.getParticipant());
  }

  @Test
  void unlessTheyAreToSayMore() {
    RoomLedger ledger = RoomLedger.open(ROOM, true, event -> events.add(event.build()));
    ledger.seen(ROOM, info("alice", State.ACTIVE, "TR_a"));
    assertEquals(ROOM, events.get(2).getRoom());
  }

  @Test
  void aRoomThatComesBackRepeatsNothingAndLeavesNothingOut() {
    RoomLedger ledger = open();
    ledger.seen(ROOM, info("alice", State.ACTIVE, "TR_a"));
    ledger.seen(ROOM, info("bob", State.ACTIVE));
    ledger.seen(ROOM, info("carol", State.ACTIVE));
    told();
    // The room has crashed; meanwhile alice published, bob left, carol is late.
    ledger.seen(ROOM, info("alice", State.ACTIVE, "TR_a", "TR_b"));
    ledger.settled(ROOM, List.of("PA_alice"));
    assertEquals(List.of("track_published:alice/TR_b"), told());
    ledger.seen(ROOM, info("carol", State.ACTIVE));
    ledger.loseMissing();
    assertEquals(
        DisconnectReason.UNKNOWN_REASON, events.get(0).getParticipant().getDisconnectReason());
    assertEquals(List.of("participant_left:bob"), told());
    ledger.loseMissing();
    assertEquals(List.of(), told());
  }

  @Test
  void whatAnotherNodeToldIsNotToldAgain() {
    RoomLedger ledger = takeOver();
    ledger.seen(ROOM, info("alice", State.ACTIVE, "TR_a"));
    ledger.seen(ROOM, info("bob", State.JOINED));
    ledger.settled(ROOM, List.of("PA_alice", "PA_bob"));
    ledger.loseMissing();
    assertEquals(List.of(), told());
    ledger.seen(ROOM, info("bob", State.ACTIVE));
    ledger.left(ROOM, info("alice", State.DISCONNECTED));
    assertEquals(
        List.of("participant_joined:bob", "track_unpublished:alice/TR_a", "participant_left:alice"),
        told());
  }

  @Test
  void anAbandonedRoomTakesEverybodyWithIt() {
    RoomLedger ledger = open();
    Room full = ROOM.toBuilder().setNumParticipants(2).build();
    ledger.seen(full, info("alice", State.ACTIVE, "TR_a"));
    ledger.seen(full, info("bob", State.JOINED));
    told();
    ledger.abandoned(RoomEndReason.ROOM_END_SUPERSEDED);
    WebhookEvent finished = events.getLast();
    assertEquals(0, finished.getRoom().getNumParticipants());
    assertEquals(RoomEndReason.ROOM_END_SUPERSEDED, finished.getRoomEndReason());
    assertFalse(finished.hasParticipant());
    assertEquals(
        List.of(
            "track_unpublished:alice/TR_a",
            "participant_left:alice",
            "participant_connection_aborted:bob",
            "room_finished"),
        told());
  }
}
