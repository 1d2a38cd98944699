package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akkord.actors.participant.JoinOptions;
import akkord.actors.participant.JoinReply;
import akkord.actors.participant.Participant;
import akkord.actors.participant.SignalLoss;
import akkord.actors.room.DataChannelLabel;
import akkord.media.DataMessage;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.media.sdp.Offers;
import akkord.proto.DataPacket;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.LeaveRequest.Action;
import akkord.proto.ParticipantInfo;
import akkord.proto.SessionDescription;
import akkord.proto.SignalResponse;
import akkord.proto.SignalResponse.MessageCase;
import akkord.proto.SimulateScenario;
import akkord.proto.SyncState;
import akkord.proto.TrackInfo;
import akkord.proto.TrackPublishedResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Clients that lose their socket or their transport and come back (2.4, 2.5). */
class ResumeTest extends EntityFixture {
  private static void connect(TestClient client, String transport) {
    node.report(
        new MediaEvent.TransportConnected(client.sid(), transport, "192.0.2.1:5000", "GCM"));
    client.sees(
        info ->
            info.getSid().equals(client.sid()) && info.getState() == ParticipantInfo.State.ACTIVE);
  }

  /** A client in single-PC mode that has connected. */
  private TestClient connected(String identity) {
    return connected(Samples.options(room, identity));
  }

  private static TestClient connected(JoinOptions options) {
    TestClient client = new TestClient(kit, entities, options);
    client.join();
    client.negotiate(1, Offers.chromium().text());
    connect(client, Transports.publisher(client.sid()));
    return client;
  }

  private static TrackInfo publishCamera(TestClient client) {
    client.say(request -> request.setAddTrack(Samples.camera("cam")));
    TrackInfo track = client.until(MessageCase.TRACK_PUBLISHED).getTrackPublished().getTrack();
    client.negotiate(2, Offers.chromium().simulcastCamera("cam", "q;h;f").text());
    return track;
  }

  private static List<ParticipantInfo> update(TestClient client) {
    return client.next(MessageCase.UPDATE).getUpdate().getParticipantsList();
  }

  private static Set<String> sids(List<ParticipantInfo> infos) {
    return infos.stream().map(ParticipantInfo::getSid).collect(Collectors.toSet());
  }

  private static void sendReliable(TestClient client, int sequence) {
    byte[] packet = DataPacket.newBuilder().setSequence(sequence).build().toByteArray();
    node.report(
        new MediaEvent.DataReceived(
            client.sid(),
            Transports.publisher(client.sid()),
            new DataMessage(DataChannelLabel.RELIABLE, false, packet)));
  }

  private static int lastMessageSeq(TestClient client) {
    client.hangUp(SignalLoss.CLIENT_GONE);
    client.reconnect();
    return client.next(MessageCase.RECONNECT).getReconnect().getLastMessageSeq();
  }

  @Test
  void whatCameLastIsKnownAfterAResumeAndAfterACrash() {
    TestClient alice = connected("alice");
    sendReliable(alice, 4);
    sendReliable(alice, 5);
    assertEquals(5, lastMessageSeq(alice));
    alice.participant().tell(Participant.Stop.INSTANCE);
    alice.resume();
    assertEquals(5, lastMessageSeq(alice));
  }

  @Test
  void aClientThatComesBackIsToldWhatItMissed() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    TestClient carol = connected("carol");
    publishCamera(carol);
    alice.sees(info -> info.getTracksCount() == 1);
    final String sid = alice.sid();
    alice.hangUp(SignalLoss.CLIENT_GONE);
    TrackInfo track = publishCamera(bob);
    carol.sees(info -> info.getSid().equals(bob.sid()) && info.getTracksCount() == 1);
    carol.say(request -> request.setLeave(LeaveRequest.getDefaultInstance()));
    bob.sees(info -> info.getState() == ParticipantInfo.State.DISCONNECTED);

    alice.reconnect();
    assertEquals(sid, alice.sid());
    var reconnect = alice.next(MessageCase.RECONNECT).getReconnect();
    assertEquals("ND_test", reconnect.getServerInfo().getNodeId());
    List<ParticipantInfo> left = update(alice);
    assertEquals(List.of(carol.sid()), left.stream().map(ParticipantInfo::getSid).toList());
    assertEquals(ParticipantInfo.State.DISCONNECTED, left.get(0).getState());
    List<ParticipantInfo> all = update(alice);
    assertEquals(Set.of(sid, bob.sid()), sids(all));
    assertEquals(room, alice.next(MessageCase.ROOM_UPDATE).getRoomUpdate().getRoom().getName());

    // Its own offer restarts ICE; what was published meanwhile is in the answer.
    node.forgetOrders();
    SessionDescription answer =
        alice.negotiate(
            2, Offers.chromium().text().replaceAll("a=ice-ufrag:\\S+", "a=ice-ufrag:anew"));
    assertTrue(answer.getMidToTrackIdMap().containsValue(track.getSid()));
    MediaCommand.RestartIce restart = node.expect(MediaCommand.RestartIce.class);
    assertTrue(answer.getSdp().contains("a=ice-ufrag:" + restart.local().ufrag()));
  }

  @Test
  void whereWeOfferWeRestartIce() {
    TestClient bob =
        new TestClient(kit, entities, Samples.options(room, "bob", Samples.permission(), false));
    bob.join();
    SessionDescription first = bob.next(MessageCase.OFFER).getOffer();
    bob.say(request -> request.setAnswer(CallTest.answer(first)));
    connect(bob, Transports.subscriber(bob.sid()));
    bob.hangUp(SignalLoss.CLIENT_GONE);
    node.forgetOrders();
    bob.reconnect();
    SessionDescription offer = bob.until(MessageCase.OFFER).getOffer();
    MediaCommand.RestartIce restart = node.expect(MediaCommand.RestartIce.class);
    assertEquals(Transports.subscriber(bob.sid()), restart.transport());
    assertTrue(offer.getSdp().contains("a=ice-ufrag:" + restart.local().ufrag()));
    assertFalse(first.getSdp().contains("a=ice-ufrag:" + restart.local().ufrag()));
    assertTrue(offer.getId() > first.getId());
    assertTrue(offer.getSdp().contains("a=candidate:"), "no candidate comes by itself");
    bob.say(request -> request.setAnswer(CallTest.answer(offer)));
    TestClient alice = connected("alice");
    publishCamera(alice);
    assertEquals(1, bob.until(MessageCase.OFFER).getOffer().getMidToTrackIdCount());
  }

  @Test
  void aSecondSocketTakesTheSessionOver() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    TestProbe<JoinReply> former = alice.replies();
    alice.reconnect();
    former.expectMessageClass(JoinReply.Released.class);
    alice.next(MessageCase.RECONNECT);
    publishCamera(bob);
    alice.sees(info -> info.getTracksCount() == 1);
  }

  @Test
  void nobodyToGoOnWith() {
    TestClient alice = connected("alice");
    JoinReply.NoSession replaced =
        new TestClient(kit, entities, Samples.options(room, "alice"))
            .reconnectInVain("PA_former", JoinReply.NoSession.class);
    assertEquals(DisconnectReason.DUPLICATE_IDENTITY, replaced.reason());
    assertEquals(Action.DISCONNECT, replaced.action());
    alice.say(request -> request.setLeave(LeaveRequest.getDefaultInstance()));
    JoinReply.NoSession gone = alice.reconnectInVain(alice.sid(), JoinReply.NoSession.class);
    assertEquals(DisconnectReason.STATE_MISMATCH, gone.reason());
    assertEquals(Action.RECONNECT, gone.action());
  }

  @Test
  void tracksThatNobodyKnowsMeanAFreshStart() {
    TestClient alice = connected("alice");
    TrackInfo track = publishCamera(alice);
    alice.hangUp(SignalLoss.CLIENT_GONE);
    alice.reconnect();
    alice.say(request -> request.setSyncState(publishing(track.getSid())));
    alice.say(request -> request.setSyncState(publishing("TR_unknown")));
    LeaveRequest leave = alice.until(MessageCase.LEAVE).getLeave();
    assertEquals(DisconnectReason.STATE_MISMATCH, leave.getReason());
    assertEquals(Action.RECONNECT, leave.getAction());
  }

  private static SyncState.Builder publishing(String sid) {
    return SyncState.newBuilder()
        .addPublishTracks(
            TrackPublishedResponse.newBuilder().setTrack(TrackInfo.newBuilder().setSid(sid)));
  }

  @Test
  void choicesMadeWhileAwayCount() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    TrackInfo track = publishCamera(alice);
    bob.sees(info -> info.getTracksCount() == 1);
    bob.negotiate(2, Offers.chromium().text());
    bob.hangUp(SignalLoss.CLIENT_GONE);
    bob.reconnect();
    node.forgetOrders();
    bob.say(
        request ->
            request.setSyncState(SyncState.newBuilder().addTrackSidsDisabled(track.getSid())));
    MediaCommand.SetDownTrack set = node.expect(MediaCommand.SetDownTrack.class);
    assertEquals(track.getSid(), set.trackSid());
    assertTrue(set.settings().disabled());
  }

  @Test
  void aSilentTransportIsToBeRevived() {
    TestClient alice = connected("alice");
    node.report(new MediaEvent.TransportSilent(alice.sid(), Transports.publisher(alice.sid())));
    LeaveRequest leave = alice.until(MessageCase.LEAVE).getLeave();
    assertEquals(DisconnectReason.CONNECTION_TIMEOUT, leave.getReason());
    assertEquals(Action.RESUME, leave.getAction());
    alice.reconnect();
    alice.next(MessageCase.RECONNECT);
    alice.negotiate(2, Offers.chromium().text());
  }

  @Test
  void whoDoesNotComeBackIsGone() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    publishCamera(alice);
    node.report(new MediaEvent.TransportSilent(alice.sid(), Transports.publisher(alice.sid())));
    ParticipantInfo gone =
        bob.sees(
            info ->
                info.getSid().equals(alice.sid())
                    && info.getState() == ParticipantInfo.State.DISCONNECTED);
    assertEquals(DisconnectReason.CONNECTION_TIMEOUT, gone.getDisconnectReason());
  }

  @Test
  void anotherCertificateThanAnnouncedIsFinal() {
    TestClient alice = connected("alice");
    node.report(
        new MediaEvent.TransportFailed(
            alice.sid(),
            Transports.publisher(alice.sid()),
            MediaEvent.TransportFailure.FINGERPRINT_MISMATCH,
            ""));
    assertEquals(Action.DISCONNECT, alice.until(MessageCase.LEAVE).getLeave().getAction());
  }

  @Test
  void whoClosedItsTransportHasNothingToGoOnWith() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    node.report(
        new MediaEvent.TransportFailed(
            alice.sid(),
            Transports.publisher(alice.sid()),
            MediaEvent.TransportFailure.DTLS_CLOSED,
            ""));
    JoinReply.NoSession gone = alice.reconnectInVain(alice.sid(), JoinReply.NoSession.class);
    assertEquals(DisconnectReason.STATE_MISMATCH, gone.reason());
    assertEquals(Action.RECONNECT, gone.action());
    ParticipantInfo left = bob.sees(info -> info.getState() == ParticipantInfo.State.DISCONNECTED);
    assertEquals(DisconnectReason.CONNECTION_TIMEOUT, left.getDisconnectReason());
  }

  @Test
  void simulatedFailures() {
    TestClient alice = connected("alice");
    simulate(alice, SimulateScenario.newBuilder().setDisconnectSignalOnResumeNoMessages(true));
    for (int i = 0; i < 3; i++) {
      assertEquals(503, alice.reconnectInVain(alice.sid(), JoinReply.Refused.class).status());
    }
    simulate(alice, SimulateScenario.newBuilder().setDisconnectSignalOnResume(true));
    alice.reconnect();
    alice.next(MessageCase.RECONNECT);
    alice.expectRelease();
    alice.reconnect();
    alice.next(MessageCase.RECONNECT);
    simulate(alice, SimulateScenario.newBuilder().setSpeakerUpdate(1));
    assertTrue(speaks(alice));
    assertFalse(speaks(alice));
    final String before = alice.sid();
    simulate(alice, SimulateScenario.newBuilder().setNodeFailure(true));
    alice.expectRelease();
    assertTrue(alice.drain().stream().noneMatch(SignalResponse::hasLeave));
    alice.reconnectInVain(before, JoinReply.NoSession.class);
    assertNotEquals(before, connected("alice").sid());
  }

  private static void simulate(TestClient client, SimulateScenario.Builder scenario) {
    client.say(request -> request.setSimulate(scenario));
  }

  private static boolean speaks(TestClient client) {
    return client
        .until(MessageCase.SPEAKERS_CHANGED)
        .getSpeakersChanged()
        .getSpeakers(0)
        .getActive();
  }
}
