package akkord.actors.track;

import akkord.media.DownTrackSettings;
import java.util.HashMap;
import java.util.Map;

/** What the subscribers of a track want of it together: what its publisher has to send. */
final class LayerDemand {
  /** Nobody wants anything. */
  static final int NONE = -1;

  /** Everything there may be. */
  static final int TOP = 2;

  private final Map<String, DownTrackSettings> wishes = new HashMap<>();

  void set(String subscriber, DownTrackSettings settings) {
    wishes.put(subscriber, settings);
  }

  void remove(String subscriber) {
    wishes.remove(subscriber);
  }

  /** The highest spatial layer that somebody wants, 0..2, or {@link #NONE}. */
  int maxSpatial() {
    int highest = NONE;
    for (DownTrackSettings wish : wishes.values()) {
      if (!wish.disabled()) {
        highest = Math.max(highest, Math.min(wish.maxSpatial(), TOP));
      }
    }
    return highest;
  }
}
