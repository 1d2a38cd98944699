package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.Samples;
import akkord.media.DownTrackSettings;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.ParticipantTracks;
import akkord.proto.TrackInfo;
import akkord.proto.UpdateSubscription;
import akkord.proto.UpdateTrackSettings;
import akkord.proto.VideoLayer;
import akkord.proto.VideoQuality;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private static final DownTrackSettings NOTHING = new DownTrackSettings(true, 0, 0);

  private final Subscriptions subscriptions =
      new Subscriptions("PA_me", Samples.options("r", "me"));

  private static ParticipantInfo alice(int version, String... tracks) {
    ParticipantInfo.Builder info =
        Samples.participant("PA_alice", "alice").toBuilder().setVersion(version);
    for (String track : tracks) {
      info.addTracks(Samples.video(track));
    }
    return info.build();
  }

  private List<String> wanted() {
    return subscriptions.wanted().stream().map(WantedTrack::trackSid).toList();
  }

  private void choose(boolean subscribe, String... tracks) {
    subscriptions.choose(
        UpdateSubscription.newBuilder()
            .setSubscribe(subscribe)
            .addAllTrackSids(List.of(tracks))
            .addParticipantTracks(ParticipantTracks.newBuilder().addAllTrackSids(List.of(tracks)))
            .build());
  }

  @Test
  void everythingVisibleIsWanted() {
    subscriptions.onOthers(List.of(alice(1, "TR_1", "TR_2")));
    assertEquals(List.of("TR_1", "TR_2"), wanted());
    WantedTrack track = subscriptions.wanted().get(0);
    assertEquals("PA_alice|TR_1", track.streamId());
    assertEquals("PA_alice", track.cname());
    assertEquals("video/VP8", track.codecMime());
    assertEquals(DownTrackSettings.ALL, track.settings());
  }

  @Test
  void oneselfIsNot() {
    subscriptions.onOthers(
        List.of(
            Samples.participant("PA_me", "me").toBuilder()
                .addTracks(Samples.video("TR_mine"))
                .build()));
    assertEquals(List.of(), wanted());
  }

  @Test
  void whoMayNotSubscribeWantsNothing() {
    Subscriptions deaf =
        new Subscriptions(
            "PA_me", Samples.options("r", "me", ParticipantPermission.getDefaultInstance(), true));
    deaf.onOthers(List.of(alice(1, "TR_1")));
    assertEquals(List.of(), deaf.wanted());
    assertTrue(deaf.settled());
  }

  @Test
  void anUnsubscriptionSticksUntilTheTrackGoes() {
    subscriptions.onOthers(List.of(alice(1, "TR_1")));
    choose(false, "TR_1");
    subscriptions.onOthers(List.of(alice(2, "TR_1", "TR_2")));
    assertEquals(List.of("TR_2"), wanted());
    subscriptions.onOthers(List.of(alice(3)));
    subscriptions.onOthers(List.of(alice(4, "TR_1")));
    assertEquals(List.of("TR_1"), wanted());
  }

  @Test
  void choicesMayComeBeforeTheTrack() {
    choose(false, "TR_1");
    subscriptions.onOthers(List.of(alice(1, "TR_1")));
    assertEquals(List.of(), wanted());
    choose(true, "TR_1");
    assertEquals(List.of("TR_1"), wanted());
  }

  @Test
  void olderNewsIsIgnored() {
    subscriptions.onOthers(List.of(alice(5, "TR_1")));
    subscriptions.onOthers(List.of(alice(4)));
    assertEquals(List.of("TR_1"), wanted());
    subscriptions.onOthers(
        List.of(alice(6).toBuilder().setState(ParticipantInfo.State.DISCONNECTED).build()));
    assertEquals(List.of(), wanted());
  }

  @Test
  void settledMeansThatNothingWouldChange() {
    assertTrue(subscriptions.settled());
    subscriptions.onOthers(List.of(alice(1, "TR_1")));
    assertFalse(subscriptions.settled());
    subscriptions.bound("TR_1");
    assertTrue(subscriptions.settled());
    assertEquals(Set.of("PA_alice"), subscriptions.publishers());
    choose(false, "TR_1");
    assertFalse(subscriptions.settled());
    assertEquals(NOTHING, subscriptions.settings("TR_1"));
    subscriptions.unbound("TR_1");
    assertTrue(subscriptions.settled());
  }

  @Test
  void aTrackWithoutACodecWaits() {
    subscriptions.onOthers(
        List.of(alice(1).toBuilder().addTracks(TrackInfo.newBuilder().setSid("TR_1")).build()));
    assertTrue(subscriptions.settled());
  }

  @Test
  void whatCannotBeDecodedIsNotTriedAgain() {
    subscriptions.onOthers(List.of(alice(1, "TR_1")));
    subscriptions.refused("TR_1");
    assertEquals(List.of(), wanted());
    assertTrue(subscriptions.settled());
  }

  @Test
  void sizeChoosesTheSmallestLayerThatIsLargeEnough() {
    TrackInfo track =
        Samples.video("TR_1").toBuilder()
            .addLayers(layer(0, 320, 180))
            .addLayers(layer(1, 640, 360))
            .addLayers(layer(2, 1280, 720))
            .build();
    subscriptions.onOthers(List.of(alice(1).toBuilder().addTracks(track).build()));
    assertEquals(0, spatial(UpdateTrackSettings.newBuilder().setWidth(320).setHeight(180)));
    assertEquals(0, spatial(UpdateTrackSettings.newBuilder().setWidth(350).setHeight(200)));
    assertEquals(1, spatial(UpdateTrackSettings.newBuilder().setWidth(400).setHeight(225)));
    assertEquals(2, spatial(UpdateTrackSettings.newBuilder().setWidth(1920).setHeight(1080)));
    assertEquals(0, spatial(UpdateTrackSettings.newBuilder().setQuality(VideoQuality.LOW)));
    assertEquals(1, spatial(UpdateTrackSettings.newBuilder().setQuality(VideoQuality.MEDIUM)));
    assertEquals(2, spatial(UpdateTrackSettings.newBuilder().setQuality(VideoQuality.OFF)));
  }

  @Test
  void qualityMeansWhatThePublisherNamedSo() {
    TrackInfo track =
        Samples.video("TR_1").toBuilder()
            .addLayers(layer(0, 640, 360).toBuilder().setQuality(VideoQuality.MEDIUM))
            .addLayers(layer(1, 1280, 720).toBuilder().setQuality(VideoQuality.HIGH))
            .build();
    subscriptions.onOthers(List.of(alice(1).toBuilder().addTracks(track).build()));
    assertEquals(0, spatial(UpdateTrackSettings.newBuilder().setQuality(VideoQuality.LOW)));
    assertEquals(0, spatial(UpdateTrackSettings.newBuilder().setQuality(VideoQuality.MEDIUM)));
    assertEquals(1, spatial(UpdateTrackSettings.newBuilder().setQuality(VideoQuality.HIGH)));
  }

  private static VideoLayer layer(int spatial, int width, int height) {
    return VideoLayer.newBuilder()
        .setSpatialLayer(spatial)
        .setQualityValue(spatial)
        .setWidth(width)
        .setHeight(height)
        .build();
  }

  private int spatial(UpdateTrackSettings.Builder asked) {
    subscriptions.configure(asked.addTrackSids("TR_1").build());
    return subscriptions.settings("TR_1").maxSpatial();
  }

  @Test
  void settingsMayComeBeforeTheTrackAndStay() {
    subscriptions.configure(
        UpdateTrackSettings.newBuilder().addTrackSids("TR_1").setDisabled(true).setFps(15).build());
    subscriptions.onOthers(List.of(alice(1, "TR_1")));
    assertEquals(new DownTrackSettings(true, 0, 1), subscriptions.wanted().get(0).settings());
  }

  @Test
  void strangersToMemoryAreNotRemembered() {
    for (int i = 0; i < 10_000; i++) {
      choose(true, "TR_" + i);
      subscriptions.configure(UpdateTrackSettings.newBuilder().addTrackSids("TR_" + i).build());
    }
    assertEquals(4096, subscriptions.memo().choices().size());
    assertEquals(4096, subscriptions.memo().settings().size());
  }

  @Test
  void whatIsNoSidIsNotRemembered() {
    String huge = "T".repeat(1 << 20);
    choose(false, huge);
    subscriptions.configure(UpdateTrackSettings.newBuilder().addTrackSids(huge).build());
    assertEquals(0, subscriptions.memo().choices().size());
    assertEquals(0, subscriptions.memo().settings().size());
  }

  @Test
  void allIsRemembered() {
    subscriptions.onOthers(List.of(alice(1, "TR_1", "TR_2")));
    choose(false, "TR_2");
    subscriptions.bound("TR_1");
    Subscriptions restored = new Subscriptions("PA_me", Samples.options("r", "me"));
    restored.restore(subscriptions.memo());
    assertTrue(restored.settled());
    assertEquals(subscriptions.memo(), restored.memo());
  }
}
