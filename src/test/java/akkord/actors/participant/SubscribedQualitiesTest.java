package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.actors.Samples;
import akkord.proto.SubscribedQuality;
import akkord.proto.SubscribedQualityUpdate;
import akkord.proto.TrackInfo;
import akkord.proto.VideoLayer;
import akkord.proto.VideoQuality;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscribedQualitiesTest {
  private static TrackInfo video(VideoQuality... qualities) {
    TrackInfo.Builder track = Samples.video("TR_v").toBuilder();
    for (int i = 0; i < qualities.length; i++) {
      track.addLayers(VideoLayer.newBuilder().setQuality(qualities[i]).setSpatialLayer(i));
    }
    return track.build();
  }

  private static List<VideoQuality> enabled(TrackInfo track, int maxSpatial) {
    SubscribedQualityUpdate update =
        SubscribedQualities.update(track, maxSpatial).getSubscribedQualityUpdate();
    assertEquals("TR_v", update.getTrackSid());
    assertEquals(3, update.getSubscribedQualitiesCount());
    assertEquals("vp8", update.getSubscribedCodecs(0).getCodec());
    assertEquals(
        update.getSubscribedQualitiesList(), update.getSubscribedCodecs(0).getQualitiesList());
    return update.getSubscribedQualitiesList().stream()
        .filter(SubscribedQuality::getEnabled)
        .map(SubscribedQuality::getQuality)
        .toList();
  }

  private static final TrackInfo THREE =
      video(VideoQuality.LOW, VideoQuality.MEDIUM, VideoQuality.HIGH);

  @Test
  void layersAreQualities() {
    assertEquals(List.of(), enabled(THREE, -1));
    assertEquals(List.of(VideoQuality.LOW), enabled(THREE, 0));
    assertEquals(List.of(VideoQuality.LOW, VideoQuality.MEDIUM), enabled(THREE, 1));
    assertEquals(
        List.of(VideoQuality.LOW, VideoQuality.MEDIUM, VideoQuality.HIGH), enabled(THREE, 2));
  }

  @Test
  void theBestLayerMeansAllWhateverItIsCalled() {
    TrackInfo two = video(VideoQuality.LOW, VideoQuality.MEDIUM);
    assertEquals(List.of(VideoQuality.LOW), enabled(two, 0));
    assertEquals(3, enabled(two, 1).size());
    assertEquals(3, enabled(two, 2).size());
    assertEquals(3, enabled(video(VideoQuality.HIGH), 0).size());
    assertEquals(3, enabled(video(), 0).size());
    assertEquals(List.of(), enabled(video(), -1));
  }
}
