package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.participant.Participant;
import akkord.actors.room.Room;
import akkord.media.DownTrackSettings;
import akkord.media.MediaCommand;
import akkord.media.sdp.Offers;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.RequestResponse;
import akkord.proto.SessionDescription;
import akkord.proto.SignalResponse;
import akkord.proto.SignalResponse.MessageCase;
import akkord.proto.SubscriptionPermission;
import akkord.proto.SubscriptionPermissionUpdate;
import akkord.proto.TrackPermission;
import akkord.proto.TrackSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may publish and receive what, while it changes. */
class AccessTest extends CallFixture {
  private static final DownTrackSettings NOTHING = new DownTrackSettings(true, 0, 0);

  private static void permitSubscribers(TestClient publisher, TrackPermission... permissions) {
    publisher.say(
        request ->
            request.setSubscriptionPermission(
                SubscriptionPermission.newBuilder().addAllTrackPermissions(List.of(permissions))));
  }

  private static TrackPermission everythingFor(String identity) {
    return TrackPermission.newBuilder().setParticipantIdentity(identity).setAllTracks(true).build();
  }

  private static void hears(TestClient client, TestClient publisher, String track, boolean may) {
    assertEquals(
        SubscriptionPermissionUpdate.newBuilder()
            .setParticipantSid(publisher.sid())
            .setTrackSid(track)
            .setAllowed(may)
            .build(),
        client.until(MessageCase.SUBSCRIPTION_PERMISSION_UPDATE).getSubscriptionPermissionUpdate());
  }

  private static Map<String, String> received(TestClient client, int offer) {
    return client.negotiate(offer, Offers.chromium().text()).getMidToTrackIdMap();
  }

  @Test
  void whoLosesAPermitStopsReceivingAndWhoGetsItBackReceives() {
    TestClient alice = joined("alice");
    String track = publishCamera(alice);
    TestClient bob = joined("bob");
    node.forgetOrders();

    permitSubscribers(alice, everythingFor("carol"));
    hears(bob, alice, track, false);
    node.expect(new MediaCommand.SetDownTrack(Transports.publisher(bob.sid()), track, NOTHING));
    bob.until(MessageCase.MEDIA_SECTIONS_REQUIREMENT);
    assertEquals(Map.of(), received(bob, 2));
    node.expect(new MediaCommand.RemoveDownTrack(Transports.publisher(bob.sid()), track));

    permitSubscribers(
        alice,
        TrackPermission.newBuilder().setParticipantSid(bob.sid()).addTrackSids(track).build());
    hears(bob, alice, track, true);
    bob.until(MessageCase.MEDIA_SECTIONS_REQUIREMENT);
    assertEquals(Map.of("3", track), received(bob, 3));
  }

  @Test
  void aJoinerIsHeldToPermitsFromTheFirstAnswer() {
    TestClient alice = joined("alice");
    String track = publishCamera(alice);
    permitSubscribers(alice, everythingFor("bob"));
    TestClient mallory = new TestClient(kit, entities, Samples.options(room, "mallory"));
    mallory.join();
    hears(mallory, alice, track, false);
    assertEquals(Map.of(), received(mallory, 1));
    TestClient bob = new TestClient(kit, entities, Samples.options(room, "bob"));
    bob.join();
    assertEquals(Map.of("3", track), received(bob, 1));
  }

  @Test
  void recordersAreExempt() {
    TestClient alice = joined("alice");
    String track = publishCamera(alice);
    permitSubscribers(alice);
    ParticipantPermission recorder =
        Samples.permission().toBuilder().setHidden(true).setRecorder(true).build();
    TestClient tape = new TestClient(kit, entities, Samples.options(room, "tape", recorder, true));
    tape.join();
    assertEquals(Map.of("3", track), received(tape, 1));
  }

  @Test
  void permitsOutliveTheRoomAndTheParticipants() {
    TestClient alice = joined("alice");
    TestClient bob = joined("bob");
    permitSubscribers(alice, everythingFor("carol"));
    alice.drain();
    entities.room(room).tell(Room.Stop.INSTANCE);
    alice.participant().tell(Participant.Stop.INSTANCE);
    alice.resume();
    String track = publishCamera(alice);
    hears(bob, alice, track, false);
    bob.participant().tell(Participant.Stop.INSTANCE);
    bob.resume();
    assertEquals(Map.of(), received(bob, 2));
  }

  @Test
  void anEndlessPermissionIsRefused() {
    TestClient alice = joined("alice");
    permitSubscribers(alice, everythingFor("x".repeat(300_000)));
    assertEquals(
        RequestResponse.Reason.LIMIT_EXCEEDED,
        alice.until(MessageCase.REQUEST_RESPONSE).getRequestResponse().getReason());
  }

  @Test
  void whoMayNotPublishASourceAnyMoreIsUnpublished() {
    TestClient alice = joined("alice");
    TestClient bob = joined("bob");
    String camera = publishCamera(alice);
    bob.sees(info -> info.getTracksCount() == 1);
    ParticipantInfo info =
        permit(
            "alice",
            Samples.permission().toBuilder().addCanPublishSources(TrackSource.MICROPHONE).build());
    assertEquals(0, info.getTracksCount());
    assertEquals(
        camera, alice.until(MessageCase.TRACK_UNPUBLISHED).getTrackUnpublished().getTrackSid());
    node.expect(new MediaCommand.RemoveUpTrack(Transports.publisher(alice.sid()), camera));
    assertEquals(
        List.of(TrackSource.MICROPHONE),
        alice
            .sees(self -> self.getSid().equals(alice.sid()) && self.getTracksCount() == 0)
            .getPermission()
            .getCanPublishSourcesList());
    bob.sees(other -> other.getSid().equals(alice.sid()) && other.getTracksCount() == 0);

    // A client that goes on sending is not taken up again.
    SessionDescription answer =
        alice.negotiate(3, Offers.chromium().simulcastCamera("cam", "q;h;f").text());
    assertFalse(answer.getSdp().contains("a=recvonly"));
    alice.say(request -> request.setAddTrack(Samples.camera("cam2")));
    assertEquals(
        RequestResponse.Reason.NOT_ALLOWED,
        alice.until(MessageCase.REQUEST_RESPONSE).getRequestResponse().getReason());
    announce(alice, Samples.microphone("mic"));
  }

  @Test
  void whoMayNotSubscribeAnyMoreReceivesNothingUntilItMayAgain() {
    TestClient alice = joined("alice");
    String track = publishCamera(alice);
    TestClient bob = joined("bob");
    node.forgetOrders();
    permit("bob", Samples.permission().toBuilder().setCanSubscribe(false).build());
    node.expect(new MediaCommand.SetDownTrack(Transports.publisher(bob.sid()), track, NOTHING));
    bob.until(MessageCase.MEDIA_SECTIONS_REQUIREMENT);
    assertEquals(Map.of(), received(bob, 2));
    permit("bob", Samples.permission());
    bob.until(MessageCase.MEDIA_SECTIONS_REQUIREMENT);
    assertEquals(Map.of("3", track), received(bob, 3));
  }

  @Test
  void whoMaySubscribeLaterGetsAnOfferThen() {
    TestClient alice = joined("alice");
    String track = publishCamera(alice);
    ParticipantPermission deaf = Samples.permission().toBuilder().setCanSubscribe(false).build();
    TestClient bob = new TestClient(kit, entities, Samples.options(room, "bob", deaf, false));
    assertFalse(bob.join().getSubscriberPrimary());
    permit("bob", Samples.permission());
    SessionDescription offer = bob.until(MessageCase.OFFER).getOffer();
    assertTrue(offer.getMidToTrackIdMap().containsValue(track));
  }

  @Test
  void hidingLooksLikeLeavingAndShowingUpLikeJoining() {
    TestClient alice = joined("alice");
    TestClient bob = joined("bob");
    String track = publishCamera(alice);
    bob.sees(info -> info.getTracksCount() == 1);
    ParticipantPermission hidden = Samples.permission().toBuilder().setHidden(true).build();
    permit("alice", hidden);
    ParticipantInfo gone = bob.sees(info -> info.getState() == ParticipantInfo.State.DISCONNECTED);
    assertEquals(alice.sid(), gone.getSid());
    // It goes on seeing itself and others.
    alice.sees(self -> self.getSid().equals(alice.sid()) && self.getPermission().getHidden());
    TestClient carol = new TestClient(kit, entities, Samples.options(room, "carol"));
    assertEquals(
        List.of(bob.sid()),
        carol.join().getOtherParticipantsList().stream().map(ParticipantInfo::getSid).toList());
    permit("alice", Samples.permission());
    ParticipantInfo back = bob.sees(info -> info.getSid().equals(alice.sid()));
    assertEquals(track, back.getTracks(0).getSid());
  }

  @Test
  void nothingIsSaidOfWhatEverybodyMay() {
    TestClient alice = joined("alice");
    publishCamera(alice);
    alice.say(
        request ->
            request.setSubscriptionPermission(
                SubscriptionPermission.newBuilder().setAllParticipants(true)));
    TestClient bob = joined("bob");
    for (SignalResponse response : bob.drain()) {
      assertFalse(response.hasSubscriptionPermissionUpdate());
    }
  }
}
