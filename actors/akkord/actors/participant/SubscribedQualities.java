package akkord.actors.participant;

import akkord.proto.SignalResponse;
import akkord.proto.SubscribedCodec;
import akkord.proto.SubscribedQuality;
import akkord.proto.SubscribedQualityUpdate;
import akkord.proto.TrackInfo;
import akkord.proto.VideoLayer;
import akkord.proto.VideoQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells a client which qualities of its video somebody wants (DY-01). */
final class SubscribedQualities {
  private static final List<VideoQuality> QUALITIES =
      List.of(VideoQuality.LOW, VideoQuality.MEDIUM, VideoQuality.HIGH);

  private SubscribedQualities() {}

  /**
   * The message, for clients that read qualities by codec and for those that know one codec.
   *
   * @param maxSpatial the highest layer that is wanted, negative for none
   */
  static SignalResponse.Builder update(TrackInfo track, int maxSpatial) {
    int highest = highest(track.getLayersList(), maxSpatial);
    List<SubscribedQuality> qualities = new ArrayList<>();
    for (VideoQuality quality : QUALITIES) {
      qualities.add(
          SubscribedQuality.newBuilder()
              .setQuality(quality)
              .setEnabled(quality.getNumber() <= highest)
              .build());
    }
    String mime = track.getMimeType();
    String codec = mime.substring(mime.indexOf('/') + 1).toLowerCase(Locale.ROOT);
    return SignalResponse.newBuilder()
        .setSubscribedQualityUpdate(
            SubscribedQualityUpdate.newBuilder()
                .setTrackSid(track.getSid())
                .addAllSubscribedQualities(qualities)
                .addSubscribedCodecs(
                    SubscribedCodec.newBuilder().setCodec(codec).addAllQualities(qualities)));
  }

  /** Whoever wants a track's best layer wants all of them, however its publisher calls them. */
  private static int highest(List<VideoLayer> layers, int maxSpatial) {
    if (maxSpatial < 0) {
      return -1;
    }
    int highest = -1;
    boolean best = true;
    for (VideoLayer layer : layers) {
      if (layer.getSpatialLayer() <= maxSpatial) {
        highest = Math.max(highest, layer.getQualityValue());
      } else {
        best = false;
      }
    }
    return best || highest < 0 ? VideoQuality.HIGH_VALUE : highest;
  }
}
