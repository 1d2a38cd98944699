package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.JoinOptions;
import akkord.actors.participant.Participant;
import akkord.actors.participant.SignalLoss;
import akkord.actors.room.Room;
import akkord.actors.track.Track;
import akkord.media.DownTrackSettings;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.media.sdp.Offers;
import akkord.proto.AddTrackRequest;
import akkord.proto.ClientInfo;
import akkord.proto.DisconnectReason;
import akkord.proto.JoinResponse;
import akkord.proto.LeaveRequest;
import akkord.proto.MuteTrackRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.RequestResponse;
import akkord.proto.SessionDescription;
import akkord.proto.SignalResponse.MessageCase;
import akkord.proto.TrackInfo;
import akkord.proto.UpdateParticipantMetadata;
import akkord.proto.UpdateSubscription;
import akkord.proto.UpdateTrackSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole calls on a cluster of one: real entities and session descriptions, no media. */
class CallTest extends EntityFixture {
  private TestClient client(String identity) {
    return client(Samples.options(room, identity));
  }

  private TestClient client(JoinOptions options) {
    return new TestClient(kit, entities, options);
  }

  private static String publisher(TestClient client) {
    return Transports.publisher(client.sid());
  }

  private static void connect(TestClient client, String transport) {
    node.report(
        new MediaEvent.TransportConnected(client.sid(), transport, "192.0.2.1:5000", "GCM"));
    client.sees(
        info ->
            info.getSid().equals(client.sid()) && info.getState() == ParticipantInfo.State.ACTIVE);
  }

  /** A client in single-PC mode that has connected. */
  private TestClient connected(String identity) {
    TestClient client = client(identity);
    client.join();
    client.negotiate(1, Offers.chromium().text());
    connect(client, publisher(client));
    return client;
  }

  private static TrackInfo announce(TestClient client, AddTrackRequest track) {
    client.say(request -> request.setAddTrack(track));
    return client.until(MessageCase.TRACK_PUBLISHED).getTrackPublished().getTrack();
  }

  private static TrackInfo publishCamera(TestClient client) {
    TrackInfo track = announce(client, Samples.camera("cam"));
    client.negotiate(2, Offers.chromium().simulcastCamera("cam", "q;h;f").text());
    return track;
  }

  @Test
  void theFirstMessagesOfASinglePeerConnection() {
    JoinOptions plain = Samples.options(room, "alice");
    TestClient alice = client(withOffer(plain, 9, Offers.chromium().text()));
    JoinResponse join = alice.join();
    assertTrue(join.getRoom().getSid().startsWith("RM_"));
    assertTrue(join.getParticipant().getSid().matches("PA_[0-9A-Za-z]{12}"));
    assertEquals(plain.permission(), join.getParticipant().getPermission());
    assertEquals("1.14.0", join.getServerInfo().getVersion());
    assertEquals("ND_test", join.getServerInfo().getNodeId());
    assertFalse(join.getSubscriberPrimary());
    assertTrue(join.getFastPublish());
    assertEquals(15, join.getPingTimeout());
    assertEquals(5, join.getPingInterval());
    assertEquals(
        List.of(
            "video/VP8",
            "video/H264",
            "video/VP9",
            "video/AV1",
            "audio/opus",
            "audio/PCMU",
            "audio/PCMA"),
        join.getEnabledPublishCodecsList().stream().map(codec -> codec.getMime()).toList());

    SessionDescription answer = alice.next(MessageCase.ANSWER).getAnswer();
    assertEquals(9, answer.getId());
    assertEquals("answer", answer.getType());
    assertTrue(answer.getSdp().contains("a=candidate:"), "no candidate comes by itself");
    assertTrue(answer.getSdp().contains("a=end-of-candidates"));

    MediaCommand.OpenTransport open = node.expect(MediaCommand.OpenTransport.class);
    assertEquals(alice.sid(), open.owner());
    assertTrue(answer.getSdp().contains("a=ice-ufrag:" + open.local().ufrag()));
    assertEquals(open.transport(), node.expect(MediaCommand.SetRemote.class).transport());
  }

  private static JoinOptions withOffer(JoinOptions options, int id, String sdp) {
    return new JoinOptions(
        options.room(),
        options.identity(),
        options.name(),
        options.metadata(),
        options.attributes(),
        options.kind(),
        options.kindDetails(),
        options.permission(),
        options.roomConfig(),
        options.roomPreset(),
        options.mayCreateRoom(),
        options.client(),
        options.clientAddress(),
        options.singlePeerConnection(),
        options.autoSubscribe(),
        options.autoSubscribeDataTracks(),
        options.adaptiveStream(),
        options.disableIceLite(),
        Optional.of(SessionDescription.newBuilder().setType("offer").setId(id).setSdp(sdp).build()),
        options.addTracks());
  }

  @Test
  void publishingAndSubscribing() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    TrackInfo track = announce(alice, Samples.camera("cam"));
    assertTrue(track.getSid().startsWith("TR_VC"));
    alice.offer(2, Offers.chromium().simulcastCamera("cam", "q;h;f").text());
    MediaCommand.AddUpTrack up = node.expect(MediaCommand.AddUpTrack.class);
    assertEquals(track.getSid(), up.spec().trackSid());
    assertEquals(Room.ownerId(room), up.spec().room());

    // Bob hears of the track, then of the need to negotiate, in this order.
    ParticipantInfo publisher = bob.sees(info -> info.getTracksCount() == 1);
    assertEquals(alice.sid(), publisher.getSid());
    assertTrue(publisher.getIsPublisher());
    assertEquals("video/VP8", publisher.getTracks(0).getMimeType());
    bob.next(MessageCase.MEDIA_SECTIONS_REQUIREMENT);
    SessionDescription answer = bob.negotiate(2, Offers.chromium().text());
    assertEquals(Map.of("3", track.getSid()), answer.getMidToTrackIdMap());
    assertTrue(answer.getSdp().contains("a=msid:" + alice.sid() + "|" + track.getSid()));
    MediaCommand.AddDownTrack down = node.expect(MediaCommand.AddDownTrack.class);
    assertEquals(publisher(bob), down.transport());
    assertEquals(track.getSid(), down.spec().trackSid());
    assertEquals(
        track.getSid(),
        alice.until(MessageCase.TRACK_SUBSCRIBED).getTrackSubscribed().getTrackSid());
  }

  @Test
  void existingTracksComeWithTheFirstAnswer() {
    TestClient alice = connected("alice");
    TrackInfo track = publishCamera(alice);
    TestClient bob = client(withOffer(Samples.options(room, "bob"), 1, Offers.chromium().text()));
    JoinResponse join = bob.join();
    assertEquals(track.getSid(), join.getOtherParticipants(0).getTracks(0).getSid());
    assertEquals(
        Map.of("3", track.getSid()), bob.next(MessageCase.ANSWER).getAnswer().getMidToTrackIdMap());
  }

  @Test
  void moreTracksThanSectionsAreAskedFor() {
    TestClient alice = connected("alice");
    Offers offer = Offers.chromium();
    for (int i = 0; i < 5; i++) {
      announce(alice, Samples.camera("cam" + i));
      offer.simulcastCamera("cam" + i, "q;h;f");
    }
    alice.negotiate(2, offer.text());
    TestClient bob = client("bob");
    bob.join();
    bob.negotiate(1, Offers.chromium().text());
    var requirement =
        bob.until(MessageCase.MEDIA_SECTIONS_REQUIREMENT).getMediaSectionsRequirement();
    assertEquals(2, requirement.getNumVideos());
    assertEquals(0, requirement.getNumAudios());
    SessionDescription answer =
        bob.negotiate(2, Offers.chromium().video("recvonly", "").video("recvonly", "").text());
    assertEquals(5, answer.getMidToTrackIdCount());
  }

  @Test
  void aClientIdIsUsedAgainInOneOffer() {
    TestClient alice = connected("alice");
    TrackInfo first = publishCamera(alice);
    alice.say(request -> request.setAddTrack(Samples.camera("cam")));
    assertEquals(
        RequestResponse.Reason.QUEUED,
        alice.until(MessageCase.REQUEST_RESPONSE).getRequestResponse().getReason());
    alice.offer(
        3,
        Offers.chromium()
            .simulcastCamera("cam", "q;h;f")
            .direction(7, "inactive")
            .simulcastCamera("cam", "q;h;f")
            .text());
    TrackInfo second = alice.until(MessageCase.TRACK_PUBLISHED).getTrackPublished().getTrack();
    assertNotEquals(first.getSid(), second.getSid());
    alice.until(MessageCase.ANSWER);
    assertEquals(first.getSid(), node.expect(MediaCommand.RemoveUpTrack.class).trackSid());
    assertEquals(second.getSid(), node.expect(MediaCommand.AddUpTrack.class).spec().trackSid());
  }

  @Test
  void mutingAndUnpublishing() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    TrackInfo track = publishCamera(alice);
    bob.sees(info -> info.getTracksCount() == 1);
    bob.negotiate(2, Offers.chromium().text());
    alice.say(
        request ->
            request.setMute(MuteTrackRequest.newBuilder().setSid(track.getSid()).setMuted(true)));
    assertTrue(bob.sees(info -> info.getTracksCount() == 1).getTracks(0).getMuted());
    assertEquals(
        new MediaCommand.SetUpTrackMuted(track.getSid(), true),
        node.expect(MediaCommand.SetUpTrackMuted.class));

    alice.negotiate(
        3, Offers.chromium().simulcastCamera("cam", "q;h;f").direction(7, "inactive").text());
    assertEquals(track.getSid(), node.expect(MediaCommand.RemoveUpTrack.class).trackSid());
    assertEquals(0, bob.sees(info -> info.getSid().equals(alice.sid())).getTracksCount());
    bob.next(MessageCase.MEDIA_SECTIONS_REQUIREMENT);
    SessionDescription answer = bob.negotiate(3, Offers.chromium().text());
    assertEquals(Map.of(), answer.getMidToTrackIdMap());
    assertEquals(track.getSid(), node.expect(MediaCommand.RemoveDownTrack.class).trackSid());
  }

  @Test
  void mutingAnUnknownTrackIsNotFound() {
    TestClient alice = connected("alice");
    alice.say(request -> request.setMute(MuteTrackRequest.newBuilder().setSid("TR_none")));
    RequestResponse response = alice.until(MessageCase.REQUEST_RESPONSE).getRequestResponse();
    assertEquals(RequestResponse.Reason.NOT_FOUND, response.getReason());
    assertEquals("TR_none", response.getMute().getSid());
  }

  @Test
  void subscriptionsAndTheirSettings() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    TrackInfo track = publishCamera(alice);
    bob.sees(info -> info.getTracksCount() == 1);
    bob.negotiate(2, Offers.chromium().text());
    bob.say(
        request ->
            request.setTrackSetting(
                UpdateTrackSettings.newBuilder().addTrackSids(track.getSid()).setFps(8)));
    assertEquals(
        new DownTrackSettings(false, 0, 0),
        node.expect(MediaCommand.SetDownTrack.class).settings());
    bob.say(
        request ->
            request.setSubscription(UpdateSubscription.newBuilder().addTrackSids(track.getSid())));
    assertTrue(node.expect(MediaCommand.SetDownTrack.class).settings().disabled());
    bob.until(MessageCase.MEDIA_SECTIONS_REQUIREMENT);
    assertEquals(0, bob.negotiate(3, Offers.chromium().text()).getMidToTrackIdCount());
    bob.say(
        request ->
            request.setSubscription(
                UpdateSubscription.newBuilder().setSubscribe(true).addTrackSids(track.getSid())));
    bob.until(MessageCase.MEDIA_SECTIONS_REQUIREMENT);
    assertEquals(1, bob.negotiate(4, Offers.chromium().text()).getMidToTrackIdCount());
  }

  @Test
  void twoPeerConnections() {
    TestClient alice = connected("alice");
    TrackInfo track = publishCamera(alice);
    TestClient bob = client(Samples.options(room, "bob", Samples.permission(), false));
    assertTrue(bob.join().getSubscriberPrimary());
    SessionDescription offer = bob.next(MessageCase.OFFER).getOffer();
    assertTrue(offer.getId() > 0);
    assertTrue(offer.getMidToTrackIdMap().containsValue(track.getSid()));
    assertEquals(track.getSid(), node.expect(MediaCommand.PrepareUpTrack.class).trackSid());
    assertTrue(offer.getSdp().contains("a=candidate:"), "no candidate comes by itself");
    bob.say(request -> request.setAnswer(answer(offer)));
    MediaCommand.AddDownTrack down = node.expect(MediaCommand.AddDownTrack.class);
    assertEquals(Transports.subscriber(bob.sid()), down.transport());
    connect(bob, Transports.subscriber(bob.sid()));

    announce(alice, Samples.microphone("mic"));
    alice.negotiate(
        3, Offers.chromium().simulcastCamera("cam", "q;h;f").microphone("mic", 7).text());
    bob.sees(info -> info.getTracksCount() == 2);
    SessionDescription second = bob.next(MessageCase.OFFER).getOffer();
    assertEquals(offer.getId() + 1, second.getId());
    assertEquals(2, second.getMidToTrackIdCount());
  }

  @Test
  void whoLostItsSocketIsNotExpectedToAnswer() {
    TestClient alice = connected("alice");
    TestClient bob = client(Samples.options(room, "bob", Samples.permission(), false));
    bob.join();
    bob.say(request -> request.setAnswer(answer(bob.next(MessageCase.OFFER).getOffer())));
    connect(bob, Transports.subscriber(bob.sid()));
    bob.hangUp(SignalLoss.CLIENT_GONE);
    publishCamera(alice);
    assertTrue(bob.drain().stream().noneMatch(response -> response.hasOffer()));
  }

  /** What a browser would answer. */
  static SessionDescription answer(SessionDescription offer) {
    String sdp =
        offer
            .getSdp()
            .replaceAll(
                "a=(ssrc|ssrc-group|msid|candidate|end-of-candidates|ice-lite)[:\r].*\r?\n", "")
            .replaceAll("a=ice-lite\r\n", "")
            .replaceAll("a=setup:actpass", "a=setup:active")
            .replaceAll("a=sendonly", "a=recvonly")
            .replaceAll("a=ice-ufrag:\\S+", "a=ice-ufrag:clnt")
            .replaceAll("a=ice-pwd:\\S+", "a=ice-pwd:clientpasswordclientpa");
    return SessionDescription.newBuilder()
        .setType("answer")
        .setSdp(sdp)
        .setId(offer.getId())
        .build();
  }

  @Test
  void aNewerClientOfAnIdentityEndsTheOlderOne() {
    TestClient old = connected("alice");
    TestClient bob = connected("bob");
    publishCamera(old);
    bob.sees(info -> info.getTracksCount() == 1);
    TestClient young = client("alice");
    young.join();
    LeaveRequest leave = old.until(MessageCase.LEAVE).getLeave();
    assertEquals(DisconnectReason.DUPLICATE_IDENTITY, leave.getReason());
    assertEquals(LeaveRequest.Action.DISCONNECT, leave.getAction());
    assertNotEquals(old.sid(), young.sid());
    young.negotiate(1, Offers.chromium().text());
    connect(young, publisher(young));
    publishCamera(young);
    // A client of protocol 12 or more sees the new session and no end of the old one.
    bob.until(
        message -> {
          for (ParticipantInfo info : message.getUpdate().getParticipantsList()) {
            assertNotEquals(ParticipantInfo.State.DISCONNECTED, info.getState());
          }
          return message.getUpdate().getParticipantsList().stream()
              .anyMatch(info -> info.getSid().equals(young.sid()));
        });
  }

  @Test
  void leavingClosesTransportsAndTellsOthers() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    publishCamera(alice);
    alice.say(
        request ->
            request.setLeave(LeaveRequest.newBuilder().setReason(DisconnectReason.USER_REJECTED)));
    alice.until(MessageCase.LEAVE);
    node.expect(new MediaCommand.CloseTransport(publisher(alice)));
    ParticipantInfo left = bob.sees(info -> info.getState() == ParticipantInfo.State.DISCONNECTED);
    assertEquals(alice.sid(), left.getSid());
    assertEquals(DisconnectReason.USER_REJECTED, left.getDisconnectReason());
  }

  @Test
  void aDeadTransportEndsTheSession() {
    TestClient alice = connected("alice");
    node.report(
        new MediaEvent.TransportFailed(
            alice.sid(),
            publisher(alice),
            MediaEvent.TransportFailure.ICE_DISCONNECTED,
            "for a test"));
    LeaveRequest leave = alice.until(MessageCase.LEAVE).getLeave();
    assertEquals(DisconnectReason.CONNECTION_TIMEOUT, leave.getReason());
    assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction());
  }

  private static void closeDtls(TestClient client) {
    node.report(
        new MediaEvent.TransportFailed(
            client.sid(), publisher(client), MediaEvent.TransportFailure.DTLS_CLOSED, ""));
  }

  private static DisconnectReason leaves(TestClient seer, TestClient client) {
    return seer.sees(
            info ->
                info.getSid().equals(client.sid())
                    && info.getState() == ParticipantInfo.State.DISCONNECTED)
        .getDisconnectReason();
  }

  @Test
  void aLeaveCountsThatWasOvertakenByTheEndOfDtls() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    closeDtls(alice);
    alice.say(request -> request.setLeave(LeaveRequest.getDefaultInstance()));
    assertEquals(DisconnectReason.CLIENT_INITIATED, leaves(bob, alice));
  }

  @Test
  void theEndOfDtlsWithoutAWordEndsTheSession() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    closeDtls(alice);
    LeaveRequest leave = alice.until(MessageCase.LEAVE).getLeave();
    assertEquals(DisconnectReason.CONNECTION_TIMEOUT, leave.getReason());
    assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction());
    assertEquals(DisconnectReason.CONNECTION_TIMEOUT, leaves(bob, alice));
  }

  @Test
  void losingTheSocketEndsOnlyWhatNeverConnected() {
    TestClient alice = connected("alice");
    TestClient bob = client("bob");
    bob.join();
    bob.hangUp(SignalLoss.CLIENT_GONE);
    assertEquals(
        DisconnectReason.SIGNAL_CLOSE, bob.until(MessageCase.LEAVE).getLeave().getReason());
    alice.hangUp(SignalLoss.CLIENT_GONE);
    TestProbe<Object> waiting = kit.createTestProbe();
    waiting.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertEquals(1, describe().participants().size());
          return null;
        });
    TestClient carol = connected("carol");
    carol.hangUp(SignalLoss.TOO_SLOW);
    assertEquals(
        DisconnectReason.SIGNAL_CLOSE, carol.until(MessageCase.LEAVE).getLeave().getReason());
  }

  @Test
  void anUnusableDescriptionHarmsNobodyElse() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    bob.offer(2, Offers.chromium().text().replaceAll("a=fingerprint.*\r\n", ""));
    LeaveRequest leave = bob.until(MessageCase.LEAVE).getLeave();
    assertEquals(DisconnectReason.STATE_MISMATCH, leave.getReason());
    assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction());
    publishCamera(alice);
  }

  @Test
  void metadataChangesWithPermissionOnly() {
    TestClient alice = connected("alice");
    UpdateParticipantMetadata update =
        UpdateParticipantMetadata.newBuilder()
            .setRequestId(7)
            .setName("Alice")
            .putAttributes("key", "")
            .putAttributes("new", "one")
            .build();
    alice.say(request -> request.setUpdateMetadata(update));
    RequestResponse refused = alice.until(MessageCase.REQUEST_RESPONSE).getRequestResponse();
    assertEquals(RequestResponse.Reason.NOT_ALLOWED, refused.getReason());
    assertEquals(7, refused.getRequestId());

    ParticipantPermission permission =
        Samples.permission().toBuilder().setCanUpdateMetadata(true).build();
    TestClient bob = client(Samples.options(room, "bob", permission, true));
    bob.join();
    bob.say(request -> request.setUpdateMetadata(update));
    ParticipantInfo changed = bob.sees(info -> info.getSid().equals(bob.sid()));
    assertEquals("Alice", changed.getName());
    assertEquals(Map.of("new", "one"), changed.getAttributesMap());
    assertEquals(
        RequestResponse.Reason.OK,
        bob.until(MessageCase.REQUEST_RESPONSE).getRequestResponse().getReason());

    // The limit is on what there is in the end, not on one request.
    for (String key : List.of("first", "second")) {
      bob.say(
          request ->
              request.setUpdateMetadata(
                  UpdateParticipantMetadata.newBuilder().putAttributes(key, "x".repeat(40_000))));
    }
    assertEquals(
        RequestResponse.Reason.OK,
        bob.until(MessageCase.REQUEST_RESPONSE).getRequestResponse().getReason());
    assertEquals(
        RequestResponse.Reason.LIMIT_EXCEEDED,
        bob.until(MessageCase.REQUEST_RESPONSE).getRequestResponse().getReason());
  }

  @Test
  void aLostWorkerSendsItsClientsBack() {
    TestClient alice = connected("alice");
    node.notice(alice.sid(), new MediaNode.WorkerLost(1));
    LeaveRequest leave = alice.until(MessageCase.LEAVE).getLeave();
    assertEquals(DisconnectReason.STATE_MISMATCH, leave.getReason());
    assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction());
  }

  @Test
  void aDrainingNodeSaysGoodbye() {
    TestClient alice = connected("alice");
    node.notice(alice.sid(), new MediaNode.Draining());
    LeaveRequest leave = alice.until(MessageCase.LEAVE).getLeave();
    assertEquals(DisconnectReason.SERVER_SHUTDOWN, leave.getReason());
    assertEquals(LeaveRequest.Action.DISCONNECT, leave.getAction());
  }

  @Test
  void olderClientsLeaveInTheirWords() {
    JoinOptions now = Samples.options(room, "alice", Samples.permission(), false);
    TestClient alice =
        client(
            new JoinOptions(
                now.room(),
                now.identity(),
                now.name(),
                now.metadata(),
                now.attributes(),
                now.kind(),
                now.kindDetails(),
                now.permission(),
                now.roomConfig(),
                now.roomPreset(),
                now.mayCreateRoom(),
                ClientInfo.newBuilder()
                    .setSdk(ClientInfo.SDK.JS)
                    .setVersion("1.0.1")
                    .setProtocol(7)
                    .build(),
                now.clientAddress(),
                false,
                true,
                false,
                false,
                false,
                Optional.empty(),
                List.of()));
    alice.join();
    alice.next(MessageCase.OFFER);
    alice.offer(1, "nonsense");
    LeaveRequest leave = alice.until(MessageCase.LEAVE).getLeave();
    assertTrue(leave.getCanReconnect());
  }

  @Test
  void awkwardNamesAreFourParticipants() {
    String prefix = room;
    TestClient one = client(Samples.options(prefix, "b/c"));
    TestClient two = client(Samples.options(prefix + "/b", "c"));
    TestClient three = client(Samples.options(prefix + "|b", "%\n"));
    TestClient four = client(Samples.options(prefix, "b|c%2F\n"));
    one.join();
    two.join();
    three.join();
    assertEquals(1, four.join().getOtherParticipantsCount());
    one.drain().forEach(message -> assertFalse(message.hasLeave()));
  }

  @Test
  void aRoomThatCrashedComesBack() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    String sid = describe().room().getSid();
    entities.room(room).tell(Room.Stop.INSTANCE);
    TestClient carol = client("carol");
    JoinResponse join = carol.join();
    assertEquals(sid, join.getRoom().getSid());
    assertEquals(2, join.getOtherParticipantsCount());
    TrackInfo track = publishCamera(alice);
    assertEquals(
        track.getSid(), bob.sees(info -> info.getTracksCount() == 1).getTracks(0).getSid());
  }

  private Room.Description describe() {
    TestProbe<Room.Description> asking = kit.createTestProbe();
    entities.room(room).tell(new Room.Describe(asking.getRef()));
    return asking.receiveMessage(Duration.ofSeconds(10));
  }

  @Test
  void aParticipantThatCrashedComesBack() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    TrackInfo track = publishCamera(alice);
    bob.sees(info -> info.getTracksCount() == 1);
    bob.negotiate(2, Offers.chromium().text());
    String sid = alice.sid();
    node.forgetOrders();
    crash(alice);
    crash(bob);
    assertEquals(sid, alice.sid());
    assertEquals(alice.sid(), node.expect(MediaCommand.DescribeOwner.class).owner());

    alice.say(
        request ->
            request.setMute(MuteTrackRequest.newBuilder().setSid(track.getSid()).setMuted(true)));
    assertEquals(
        new MediaCommand.SetUpTrackMuted(track.getSid(), true),
        node.expect(MediaCommand.SetUpTrackMuted.class));
    assertTrue(
        bob.sees(info -> info.getSid().equals(alice.sid()) && info.getTracksCount() == 1)
            .getTracks(0)
            .getMuted());
    announce(alice, Samples.microphone("mic"));
    alice.negotiate(
        3, Offers.chromium().simulcastCamera("cam", "q;h;f").microphone("mic", 7).text());
    bob.sees(info -> info.getTracksCount() == 2);
    assertEquals(2, bob.negotiate(3, Offers.chromium().text()).getMidToTrackIdCount());
    TestClient carol = client("carol");
    assertEquals(2, carol.join().getOtherParticipantsCount());
  }

  @Test
  void whoLostEitherTransportWhileItsActorWasDownStartsOver() {
    for (boolean both : new boolean[] {true, false}) {
      TestClient bob = client(Samples.options(room, "bob" + both, Samples.permission(), false));
      bob.join();
      SessionDescription offer = bob.next(MessageCase.OFFER).getOffer();
      bob.say(request -> request.setAnswer(answer(offer)));
      connect(bob, Transports.subscriber(bob.sid()));
      publishCamera(bob);
      crash(bob);
      List<MediaEvent.TransportSnapshot> held = new ArrayList<>();
      held.add(snapshot(Transports.subscriber(bob.sid())));
      if (both) {
        held.add(snapshot(Transports.publisher(bob.sid())));
      }
      node.report(new MediaEvent.OwnerSnapshot(bob.sid(), held));
      if (both) {
        announce(bob, Samples.microphone("mic"));
      } else {
        LeaveRequest leave = bob.until(MessageCase.LEAVE).getLeave();
        assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction());
      }
    }
  }

  private static MediaEvent.TransportSnapshot snapshot(String transport) {
    return new MediaEvent.TransportSnapshot(transport, true, List.of(), List.of(), List.of());
  }

  private static void crash(TestClient client) {
    TestProbe<Object> watcher = kit.createTestProbe();
    client.participant().tell(Participant.Stop.INSTANCE);
    watcher.expectTerminated(client.participant(), Duration.ofSeconds(10));
    client.resume();
  }

  @Test
  void aTrackThatCrashedComesBack() {
    TestClient alice = connected("alice");
    TestClient bob = connected("bob");
    TrackInfo track = publishCamera(alice);
    bob.sees(info -> info.getTracksCount() == 1);
    bob.negotiate(2, Offers.chromium().text());
    alice.until(MessageCase.TRACK_SUBSCRIBED);
    node.forgetOrders();
    entities.track(room, track.getSid()).tell(Track.Stop.INSTANCE);
    MediaCommand.DescribeTrack asked = node.expect(MediaCommand.DescribeTrack.class);
    assertEquals(
        new MediaCommand.SetUpTrackMuted(track.getSid(), false),
        node.expect(MediaCommand.SetUpTrackMuted.class));
    node.report(
        new MediaEvent.TrackSnapshot(
            asked.owner(), track.getSid(), true, false, List.of(publisher(bob))));
    TestProbe<Track.Description> asking = kit.createTestProbe();
    Track.Description description;
    do {
      entities.track(room, track.getSid()).tell(new Track.Describe(asking.getRef()));
      description = asking.receiveMessage();
    } while (description.subscribers().isEmpty());
    assertEquals(List.of(bob.sid()), List.copyOf(description.subscribers()));
    alice.say(
        request ->
            request.setMute(MuteTrackRequest.newBuilder().setSid(track.getSid()).setMuted(true)));
    assertEquals(
        new MediaCommand.SetUpTrackMuted(track.getSid(), true),
        node.expect(MediaCommand.SetUpTrackMuted.class));
    node.forgetOrders();
    entities.track(room, track.getSid()).tell(Track.Stop.INSTANCE);
    assertEquals(
        new MediaCommand.SetUpTrackMuted(track.getSid(), true),
        node.expect(MediaCommand.SetUpTrackMuted.class));
  }
}
