package akkord.actors.participant;

import akkord.media.DownTrackSettings;
import akkord.proto.UpdateTrackSettings;
import akkord.proto.VideoLayer;
import java.util.Comparator;
import java.util.List;

/** Turns what a client asks of a video into layers (S-06, S-07). */
final class LayerChoice {
  private static final int TOP_SPATIAL = 2;
  private static final int TOP_TEMPORAL = 3;
  // A layer a little smaller than its element still looks right.
  private static final double TOLERANCE = 0.9;

  private LayerChoice() {}

  /** Before the client said anything: an adaptive one starts low and asks for more. */
  static DownTrackSettings initial(boolean adaptiveStream) {
    return new DownTrackSettings(false, adaptiveStream ? 0 : TOP_SPATIAL, TOP_TEMPORAL);
  }

  /** Dimensions win over quality. */
  static DownTrackSettings of(UpdateTrackSettings asked, List<VideoLayer> layers) {
    int spatial =
        asked.getWidth() > 0 && asked.getHeight() > 0
            ? bySize(asked.getWidth(), asked.getHeight(), layers)
            : byQuality(asked.getQualityValue(), layers);
    return new DownTrackSettings(
        asked.getDisabled(), Math.max(spatial, 0), temporal(asked.getFps()));
  }

  private static int bySize(int width, int height, List<VideoLayer> layers) {
    return layers.stream()
        .filter(
            layer ->
                layer.getWidth() >= TOLERANCE * width && layer.getHeight() >= TOLERANCE * height)
        .min(Comparator.comparingInt(VideoLayer::getSpatialLayer))
        .map(VideoLayer::getSpatialLayer)
        .orElse(TOP_SPATIAL);
  }

  /** The lowest layer that is as good: publishers with two layers name any two qualities (M-20). */
  private static int byQuality(int quality, List<VideoLayer> layers) {
    if (layers.isEmpty()) {
      return Math.min(quality, TOP_SPATIAL);
    }
    return layers.stream()
        .filter(layer -> layer.getQualityValue() >= quality)
        .min(Comparator.comparingInt(VideoLayer::getSpatialLayer))
        .map(VideoLayer::getSpatialLayer)
        .orElse(TOP_SPATIAL);
  }

  /** Temporal layers halve the frame rate; 30 a second is the usual top. */
  private static int temporal(int fps) {
    if (fps <= 0 || fps > 15) {
      return TOP_TEMPORAL;
    }
    return fps > 8 ? 1 : 0;
  }
}
