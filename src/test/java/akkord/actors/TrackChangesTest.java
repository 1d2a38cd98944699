package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.actors.participant.Participant;
import akkord.media.DownTrackSettings;
import akkord.media.MediaCommand;
import akkord.media.sdp.Offers;
import akkord.proto.AudioTrackFeature;
import akkord.proto.ParticipantInfo;
import akkord.proto.RequestResponse;
import akkord.proto.SignalResponse.MessageCase;
import akkord.proto.SubscribedQuality;
import akkord.proto.SubscribedQualityUpdate;
import akkord.proto.UpdateLocalAudioTrack;
import akkord.proto.UpdateLocalVideoTrack;
import akkord.proto.UpdateSubscription;
import akkord.proto.UpdateTrackSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What publishers say of their tracks later on, and what subscribers say before they have them. */
class TrackChangesTest extends CallFixture {
  @Test
  void everyoneHearsOfNewFeaturesAndDimensions() {
    TestClient alice = joined("alice");
    TestClient bob = joined("bob");
    String track = publishCamera(alice);
    alice.say(
        request ->
            request.setUpdateAudioTrack(
                UpdateLocalAudioTrack.newBuilder()
                    .setTrackSid(track)
                    .addFeatures(AudioTrackFeature.TF_ECHO_CANCELLATION)
                    .addFeatures(AudioTrackFeature.TF_ECHO_CANCELLATION)));
    alice.say(
        request ->
            request.setUpdateVideoTrack(
                UpdateLocalVideoTrack.newBuilder()
                    .setTrackSid(track)
                    .setWidth(640)
                    .setHeight(360)));
    ParticipantInfo seen =
        bob.sees(info -> info.getTracksCount() == 1 && info.getTracks(0).getWidth() == 640);
    assertEquals(360, seen.getTracks(0).getHeight());
    assertEquals(
        List.of(AudioTrackFeature.TF_ECHO_CANCELLATION), seen.getTracks(0).getAudioFeaturesList());
  }

  @Test
  void changesOfNoTrackAreRefused() {
    TestClient alice = joined("alice");
    alice.say(
        request ->
            request.setUpdateAudioTrack(UpdateLocalAudioTrack.newBuilder().setTrackSid("TR_none")));
    RequestResponse refusal = alice.until(MessageCase.REQUEST_RESPONSE).getRequestResponse();
    assertEquals(RequestResponse.Reason.NOT_FOUND, refusal.getReason());
    assertEquals("TR_none", refusal.getUpdateAudioTrack().getTrackSid());
  }

  @Test
  void settingsBeforeTheSubscriptionAreKept() {
    TestClient alice = joined("alice");
    String track = publishCamera(alice);
    TestClient bob = new TestClient(kit, entities, Samples.options(room, "bob"));
    bob.join();
    bob.say(request -> request.setSubscription(subscription(track, false)));
    bob.negotiate(1, Offers.chromium().text());
    bob.say(
        request ->
            request.setTrackSetting(
                UpdateTrackSettings.newBuilder().addTrackSids(track).setDisabled(true)));
    node.forgetOrders();
    bob.say(request -> request.setSubscription(subscription(track, true)));
    bob.until(MessageCase.MEDIA_SECTIONS_REQUIREMENT);
    bob.negotiate(2, Offers.chromium().text());
    DownTrackSettings settings = node.expect(MediaCommand.AddDownTrack.class).spec().settings();
    assertEquals(true, settings.disabled());
  }

  private static UpdateSubscription subscription(String track, boolean wanted) {
    return UpdateSubscription.newBuilder().addTrackSids(track).setSubscribe(wanted).build();
  }

  @Test
  void thePublisherIsToldWhichQualitiesAreWanted() {
    TestClient alice = joined("alice");
    String track = publishCamera(alice);
    alice.participant().tell(new Participant.DemandChanged("TR_none", 2));
    alice.participant().tell(new Participant.DemandChanged(track, -1));
    SubscribedQualityUpdate update =
        alice.until(MessageCase.SUBSCRIBED_QUALITY_UPDATE).getSubscribedQualityUpdate();
    assertEquals(track, update.getTrackSid());
    assertEquals("vp8", update.getSubscribedCodecs(0).getCodec());
    assertEquals(
        0,
        update.getSubscribedQualitiesList().stream().filter(SubscribedQuality::getEnabled).count());
  }
}
