package akkord.media;

import akkord.media.MediaEvent.AudioLevel;
import akkord.media.MediaEvent.AudioLevels;
import akkord.media.forward.UpTrack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Samples the microphones of a worker and tells each room who is loud (M-26). */
final class Loudness {
  /** How often rooms hear of it. */
  static final long INTERVAL = 400_000_000L;

  private final Set<String> loudRooms = new HashSet<>();
  private long next;
  private boolean started;

  /** Sends one event for each room where somebody speaks or has just fallen silent. */
  void onTimeout(UpTrack[] tracks, long now, Output out) {
    if (started && now - next < 0) {
      return;
    }
    started = true;
    next = now + INTERVAL;
    Map<String, List<AudioLevel>> levels = null;
    for (UpTrack track : tracks) {
      float level = level(track, now);
      if (level > 0) {
        levels = levels == null ? new HashMap<>() : levels;
        levels
            .computeIfAbsent(track.spec().room(), room -> new ArrayList<>())
            .add(new AudioLevel(track.spec().trackSid(), level));
      }
    }
    if (levels != null || !loudRooms.isEmpty()) {
      tell(levels == null ? Map.of() : levels, out);
    }
  }

  private static float level(UpTrack track, long now) {
    try {
      return track.spec().speaks() ? track.audioLevel(now) : 0;
    } catch (RuntimeException e) {
      track.failed(e);
      return 0;
    }
  }

  private void tell(Map<String, List<AudioLevel>> levels, Output out) {
    for (String room : loudRooms) {
      if (!levels.containsKey(room)) {
        out.event(new AudioLevels(room, List.of()));
      }
    }
    levels.forEach((room, list) -> out.event(new AudioLevels(room, List.copyOf(list))));
    loudRooms.clear();
    loudRooms.addAll(levels.keySet());
  }
}
