package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.participant.Participant;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.proto.DataTrackInfo;
import akkord.proto.DataTrackSubscriberHandles.PublishedDataTrack;
import akkord.proto.LeaveRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.PublishDataTrackRequest;
import akkord.proto.PublishDataTrackResponse;
import akkord.proto.RequestResponse;
import akkord.proto.SignalResponse.MessageCase;
import akkord.proto.SubscriptionPermission;
import akkord.proto.SubscriptionPermissionUpdate;
import akkord.proto.SyncState;
import akkord.proto.UnpublishDataTrackRequest;
import akkord.proto.UpdateDataSubscription;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Data tracks as clients, room and workers hear of them (5.9). */
class DataTrackTest extends CallFixture {
  private static String transport(TestClient client) {
    return Transports.publisher(client.sid());
  }

  /** A client whose channel for data tracks is open. */
  private TestClient reachable(String identity) {
    TestClient client = joined(identity);
    node.report(new MediaEvent.DataChannelOpened(client.sid(), transport(client), "_data_track"));
    return client;
  }

  private static void request(TestClient client, int handle, String name) {
    client.say(
        request ->
            request.setPublishDataTrackRequest(
                PublishDataTrackRequest.newBuilder().setPubHandle(handle).setName(name)));
  }

  private static DataTrackInfo publish(TestClient client, int handle, String name) {
    request(client, handle, name);
    return client
        .until(MessageCase.PUBLISH_DATA_TRACK_RESPONSE)
        .getPublishDataTrackResponse()
        .getInfo();
  }

  private static void subscribe(TestClient client, String sid, boolean subscribe) {
    client.say(
        request ->
            request.setUpdateDataSubscription(
                UpdateDataSubscription.newBuilder()
                    .addUpdates(
                        UpdateDataSubscription.Update.newBuilder()
                            .setTrackSid(sid)
                            .setSubscribe(subscribe))));
  }

  private static Map<Integer, PublishedDataTrack> handles(TestClient client) {
    return client
        .until(MessageCase.DATA_TRACK_SUBSCRIBER_HANDLES)
        .getDataTrackSubscriberHandles()
        .getSubHandlesMap();
  }

  private static PublishedDataTrack entry(TestClient publisher, DataTrackInfo track) {
    return PublishedDataTrack.newBuilder()
        .setPublisherIdentity("alice")
        .setPublisherSid(publisher.sid())
        .setTrackSid(track.getSid())
        .build();
  }

  @Test
  void aTrackIsAnnouncedAndSentToWhoAsksForIt() {
    TestClient alice = joined("alice");
    TestClient bob = reachable("bob");
    DataTrackInfo pose = publish(alice, 7, "pose");
    node.expect(new MediaCommand.AddDataUpTrack(transport(alice), pose.getSid(), 7));
    ParticipantInfo seen = bob.sees(info -> info.getDataTracksCount() == 1);
    assertEquals(pose, seen.getDataTracks(0));
    assertTrue(seen.getIsPublisher());

    subscribe(bob, pose.getSid(), true);
    assertEquals(Map.of(1, entry(alice, pose)), handles(bob));
    node.expect(new MediaCommand.AddDataDownTrack(transport(bob), pose.getSid(), 1));

    DataTrackInfo map = publish(alice, 8, "map");
    subscribe(bob, map.getSid(), true);
    assertEquals(Map.of(1, entry(alice, pose), 2, entry(alice, map)), handles(bob));
    node.expect(new MediaCommand.AddDataDownTrack(transport(bob), map.getSid(), 2));

    alice.say(
        request ->
            request.setUnpublishDataTrackRequest(
                UnpublishDataTrackRequest.newBuilder().setPubHandle(7)));
    assertEquals(
        pose,
        alice
            .until(MessageCase.UNPUBLISH_DATA_TRACK_RESPONSE)
            .getUnpublishDataTrackResponse()
            .getInfo());
    node.expect(new MediaCommand.RemoveDataUpTrack(transport(alice), pose.getSid()));
    bob.sees(info -> info.getDataTracksList().equals(List.of(map)));
    assertEquals(Map.of(2, entry(alice, map)), handles(bob));
    node.expect(new MediaCommand.RemoveDataDownTrack(transport(bob), pose.getSid()));
  }

  @Test
  void aLateSubscriberFindsTheTrackAndItsChannelMayOpenLast() {
    TestClient alice = joined("alice");
    DataTrackInfo pose = publish(alice, 1, "pose");
    TestClient bob = new TestClient(kit, entities, Samples.options(room, "bob"));
    assertEquals(List.of(pose), bob.join().getOtherParticipants(0).getDataTracksList());
    subscribe(bob, pose.getSid(), true);
    node.report(new MediaEvent.DataChannelOpened(bob.sid(), transport(bob), "_data_track"));
    assertEquals(Map.of(1, entry(alice, pose)), handles(bob));
    node.report(new MediaEvent.DataChannelClosed(bob.sid(), transport(bob), "_data_track"));
    assertEquals(Map.of(), handles(bob));
  }

  @Test
  void whoMayNotPublishDataIsRefusedAndWhoLosesThePermissionLosesItsTracks() {
    TestClient alice = joined("alice");
    TestClient bob = reachable("bob");
    DataTrackInfo pose = publish(alice, 1, "pose");
    subscribe(bob, pose.getSid(), true);
    handles(bob);
    permit("alice", Samples.permission().toBuilder().setCanPublishData(false).build());
    alice.until(MessageCase.UNPUBLISH_DATA_TRACK_RESPONSE);
    node.expect(new MediaCommand.RemoveDataUpTrack(transport(alice), pose.getSid()));
    bob.sees(info -> info.getIdentity().equals("alice") && info.getDataTracksCount() == 0);
    assertEquals(Map.of(), handles(bob));

    request(alice, 2, "again");
    RequestResponse refusal = alice.until(MessageCase.REQUEST_RESPONSE).getRequestResponse();
    assertEquals(RequestResponse.Reason.NOT_ALLOWED, refusal.getReason());
    assertEquals(2, refusal.getPublishDataTrack().getPubHandle());

    permit("alice", Samples.permission());
    publish(alice, 2, "again");
  }

  @Test
  void whoMayNotSubscribeStopsReceivingUntilItMayAgain() {
    TestClient alice = joined("alice");
    TestClient bob = reachable("bob");
    DataTrackInfo pose = publish(alice, 1, "pose");
    subscribe(bob, pose.getSid(), true);
    handles(bob);
    permit("bob", Samples.permission().toBuilder().setCanSubscribe(false).build());
    assertEquals(Map.of(), handles(bob));
    node.expect(new MediaCommand.RemoveDataDownTrack(transport(bob), pose.getSid()));
    permit("bob", Samples.permission());
    assertEquals(Map.of(2, entry(alice, pose)), handles(bob));

    alice.say(
        request -> request.setSubscriptionPermission(SubscriptionPermission.getDefaultInstance()));
    SubscriptionPermissionUpdate denied =
        bob.until(MessageCase.SUBSCRIPTION_PERMISSION_UPDATE).getSubscriptionPermissionUpdate();
    assertEquals(pose.getSid(), denied.getTrackSid());
    assertFalse(denied.getAllowed());
    assertEquals(Map.of(), handles(bob));
  }

  @Test
  void aCrashChangesNothing() {
    TestClient alice = joined("alice");
    TestClient bob = reachable("bob");
    DataTrackInfo pose = publish(alice, 1, "pose");
    subscribe(bob, pose.getSid(), true);
    handles(bob);
    node.forgetOrders();
    bob.participant().tell(Participant.Stop.INSTANCE);
    bob.resume();
    node.expect(new MediaCommand.AddDataDownTrack(transport(bob), pose.getSid(), 1));
    alice.participant().tell(Participant.Stop.INSTANCE);
    alice.resume();
    node.expect(new MediaCommand.AddDataUpTrack(transport(alice), pose.getSid(), 1));
    subscribe(bob, pose.getSid(), false);
    assertEquals(Map.of(), handles(bob));
  }

  @Test
  void aResumeBringsTheHandlesAgainAndAnUnknownTrackMeansStartingOver() {
    TestClient alice = joined("alice");
    TestClient bob = reachable("bob");
    DataTrackInfo pose = publish(alice, 1, "pose");
    subscribe(bob, pose.getSid(), true);
    handles(bob);
    bob.reconnect();
    assertEquals(Map.of(1, entry(alice, pose)), handles(bob));
    bob.say(
        request ->
            request.setSyncState(
                SyncState.newBuilder()
                    .addPublishDataTracks(
                        PublishDataTrackResponse.newBuilder()
                            .setInfo(DataTrackInfo.newBuilder().setSid("DTR_other")))));
    LeaveRequest leave = bob.until(MessageCase.LEAVE).getLeave();
    assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction());
  }
}
