package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.Samples;
import akkord.actors.participant.Publications.Added;
import akkord.media.Codec;
import akkord.media.UpTrackSpec;
import akkord.proto.AddTrackRequest;
import akkord.proto.ParticipantPermission;
import akkord.proto.RequestResponse.Reason;
import akkord.proto.SimulcastCodec;
import akkord.proto.TimedVersion;
import akkord.proto.TrackInfo;
import akkord.proto.TrackSource;
import akkord.proto.TrackType;
import akkord.proto.VideoLayer;
import akkord.proto.VideoQuality;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicationsTest {
  private static final List<Codec> CODECS = List.of(Codec.VP8, Codec.H264, Codec.OPUS);

  private final Publications publications =
      new Publications(() -> new Permissions(Samples.permission()), CODECS, 0);

  private TrackInfo accept(AddTrackRequest request) {
    return assertInstanceOf(Added.Accepted.class, publications.add(request)).info();
  }

  private Reason refuse(AddTrackRequest request) {
    return assertInstanceOf(Added.Refused.class, publications.add(request)).reason();
  }

  private static BoundUpTrack bound(String sid, String cid) {
    UpTrackSpec spec = Samples.UP_TRACK;
    return new BoundUpTrack(
        sid,
        cid,
        new UpTrackSpec(
            sid,
            spec.room(),
            spec.kind(),
            spec.mid(),
            spec.codecs(),
            spec.extensions(),
            spec.streams(),
            spec.speaks()),
        Codec.VP8);
  }

  @Test
  void sidsSayTypeAndSource() {
    assertTrue(accept(Samples.camera("1")).getSid().matches("TR_VC[0-9A-Za-z]{12}"));
    assertTrue(accept(Samples.microphone("2")).getSid().matches("TR_AM[0-9A-Za-z]{12}"));
    AddTrackRequest screen =
        Samples.camera("3").toBuilder().setSource(TrackSource.SCREEN_SHARE).build();
    assertTrue(accept(screen).getSid().startsWith("TR_VS"));
    AddTrackRequest unknown =
        Samples.camera("4").toBuilder().setSource(TrackSource.UNKNOWN).build();
    assertTrue(accept(unknown).getSid().matches("TR_V[0-9A-Za-z]{12}"));
  }

  @Test
  void whatIsNotGrantedIsRefused() {
    Publications microphoneOnly =
        new Publications(
            () ->
                new Permissions(
                    ParticipantPermission.newBuilder()
                        .setCanPublish(true)
                        .addCanPublishSources(TrackSource.MICROPHONE)
                        .addCanPublishSources(TrackSource.UNKNOWN)
                        .build()),
            CODECS,
            0);
    assertInstanceOf(Added.Accepted.class, microphoneOnly.add(Samples.microphone("1")));
    assertEquals(
        Reason.NOT_ALLOWED, ((Added.Refused) microphoneOnly.add(Samples.camera("2"))).reason());
    AddTrackRequest nameless =
        Samples.microphone("2").toBuilder().setSource(TrackSource.UNKNOWN).build();
    assertEquals(Reason.NOT_ALLOWED, ((Added.Refused) microphoneOnly.add(nameless)).reason());
    assertEquals(
        Reason.UNSUPPORTED_TYPE,
        refuse(Samples.camera("3").toBuilder().setType(TrackType.DATA).build()));
    assertEquals(
        Reason.UNSUPPORTED_TYPE, refuse(Samples.camera("4").toBuilder().setTypeValue(99).build()));
    assertEquals(
        Reason.NOT_FOUND, refuse(Samples.camera("5").toBuilder().setSid("TR_none").build()));
  }

  @Test
  void noMoreTracksThanTheLimit() {
    Publications two = new Publications(() -> new Permissions(Samples.permission()), CODECS, 2);
    String first =
        assertInstanceOf(Added.Accepted.class, two.add(Samples.camera("1"))).info().getSid();
    assertInstanceOf(Added.Accepted.class, two.add(Samples.microphone("2")));
    Added.Refused refused = assertInstanceOf(Added.Refused.class, two.add(Samples.camera("3")));
    assertEquals(Reason.LIMIT_EXCEEDED, refused.reason());
    assertEquals("no more than 2 tracks may be published", refused.message());
    two.remove(first);
    assertInstanceOf(Added.Accepted.class, two.add(Samples.camera("3")));
  }

  @Test
  void valuesFromTheFutureArePassedOn() {
    AddTrackRequest newer =
        Samples.camera("1").toBuilder()
            .setSourceValue(99)
            .setEncryptionValue(98)
            .setBackupCodecPolicyValue(97)
            .addAudioFeaturesValue(96)
            .addPacketTrailerFeaturesValue(95)
            .addSimulcastCodecs(
                SimulcastCodec.newBuilder().setCodec("vp8").setVideoLayerModeValue(94))
            .addLayers(VideoLayer.newBuilder().setQualityValue(93))
            .build();
    TrackInfo info = accept(newer);
    assertEquals(99, info.getSourceValue());
    assertEquals(98, info.getEncryptionValue());
    assertEquals(97, info.getBackupCodecPolicyValue());
    assertEquals(List.of(96), info.getAudioFeaturesValueList());
    assertEquals(94, info.getCodecs(0).getVideoLayerModeValue());
  }

  @Test
  void anAnnouncementThatWouldFloodTheRoomIsRefused() {
    String name = "n".repeat(1 << 20);
    assertEquals(
        Reason.LIMIT_EXCEEDED, refuse(Samples.camera("1").toBuilder().setName(name).build()));
  }

  @Test
  void onlyTwentyMayBePending() {
    for (int i = 0; i < 20; i++) {
      accept(Samples.camera("cid-" + i));
    }
    assertEquals(Reason.LIMIT_EXCEEDED, refuse(Samples.camera("one more")));
  }

  @Test
  void aTrackThatNobodyOffersGivesItsPlaceUp() {
    TrackInfo old =
        TrackInfo.newBuilder()
            .setSid("TR_old")
            .setVersion(TimedVersion.newBuilder().setUnixMicro(1))
            .build();
    publications.restore(
        new Publications.Memo(
            List.of(new Publications.Entry(Samples.camera("old"), old, false)), List.of()));
    for (int i = 0; i < 20; i++) {
      accept(Samples.camera("cid-" + i));
    }
    assertTrue(publications.find("TR_old").isEmpty());
    assertEquals(Reason.LIMIT_EXCEEDED, refuse(Samples.camera("one more")));
  }

  @Test
  void aClientIdInUseWaitsForItsTurn() {
    TrackInfo first = accept(Samples.camera("c"));
    for (int i = 0; i < 3; i++) {
      assertEquals(Reason.QUEUED, refuse(Samples.camera("c")));
    }
    assertEquals(Reason.LIMIT_EXCEEDED, refuse(Samples.camera("c")));
    Publications.Removed removed = publications.remove(first.getSid()).orElseThrow();
    assertEquals("c", removed.next().orElseThrow().getCid());
    accept(removed.next().get());
  }

  @Test
  void aCodecThatMayNotBePublishedGivesWay() {
    AddTrackRequest request =
        Samples.camera("c").toBuilder()
            .addSimulcastCodecs(SimulcastCodec.newBuilder().setCodec("av1").setCid("c"))
            .build();
    assertEquals("video/VP8", accept(request).getCodecs(0).getMimeType());
    AddTrackRequest h264 =
        Samples.camera("d").toBuilder()
            .addSimulcastCodecs(SimulcastCodec.newBuilder().setCodec("h264").setCid("d"))
            .build();
    assertEquals("video/H264", accept(h264).getCodecs(0).getMimeType());
  }

  @Test
  void layersAreSortedAndNumbered() {
    AddTrackRequest request =
        Samples.camera("c").toBuilder()
            .addLayers(VideoLayer.newBuilder().setQuality(VideoQuality.MEDIUM).setWidth(640))
            .addLayers(VideoLayer.newBuilder().setQuality(VideoQuality.LOW).setWidth(320))
            .build();
    TrackInfo track = accept(request);
    assertEquals(320, track.getLayers(0).getWidth());
    assertEquals(1, track.getLayers(1).getSpatialLayer());
  }

  @Test
  void othersSeeATrackOnceASectionCarriesIt() {
    TrackInfo track = accept(Samples.camera("c"));
    assertEquals(List.of(), publications.published());
    assertTrue(publications.bound(bound(track.getSid(), "c")));
    assertFalse(publications.bound(bound(track.getSid(), "c")));
    TrackInfo published = publications.published().get(0);
    assertEquals("7", published.getMid());
    assertEquals("video/VP8", published.getMimeType());
    assertTrue(published.getSimulcast());
    assertEquals("q", published.getLayers(0).getRid());
  }

  @Test
  void undeclaredLayersAreHalvesOfTheWhole() {
    TrackInfo track = accept(Samples.camera("c"));
    publications.bound(bound(track.getSid(), "c"));
    List<VideoLayer> layers = publications.published().get(0).getLayersList();
    assertEquals(List.of(640, 1280), layers.stream().map(VideoLayer::getWidth).toList());
    assertEquals(List.of("q", "h"), layers.stream().map(VideoLayer::getRid).toList());
    assertEquals(
        List.of(VideoQuality.LOW, VideoQuality.MEDIUM),
        layers.stream().map(VideoLayer::getQuality).toList());
  }

  @Test
  void everyChangeHasALaterVersion() {
    String sid = accept(Samples.camera("c")).getSid();
    publications.bound(bound(sid, "c"));
    TimedVersion before = publications.find(sid).orElseThrow().getVersion();
    publications.bound(bound(sid, "c"));
    publications.update(sid, info -> info.setMuted(false));
    assertEquals(before, publications.find(sid).orElseThrow().getVersion());
    publications.update(sid, info -> info.setMuted(true));
    TimedVersion after = publications.find(sid).orElseThrow().getVersion();
    assertTrue(
        after.getUnixMicro() > before.getUnixMicro()
            || (after.getUnixMicro() == before.getUnixMicro()
                && after.getTicks() > before.getTicks()));
  }

  @Test
  void aPendingTrackMayBeMuted() {
    TrackInfo track = accept(Samples.microphone("c"));
    assertTrue(
        publications.update(track.getSid(), info -> info.setMuted(true)).orElseThrow().getMuted());
    assertEquals(Optional.empty(), publications.update("TR_none", info -> info.setMuted(true)));
  }

  @Test
  void allIsRemembered() {
    TrackInfo track = accept(Samples.camera("c"));
    refuse(Samples.camera("c"));
    publications.bound(bound(track.getSid(), "c"));
    Publications restored =
        new Publications(() -> new Permissions(Samples.permission()), CODECS, 0);
    restored.restore(publications.memo());
    assertEquals(publications.published(), restored.published());
    assertTrue(restored.remove(track.getSid()).orElseThrow().next().isPresent());
  }
}
