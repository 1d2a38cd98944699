package akkord.media.transport;

import java.util.HashMap;
import java.util.Map;

/** The data tracks of one worker, each as long as somebody sends or wants it. */
public final class DataTrackTable {
  private final Map<String, DataTrack> tracks = new HashMap<>();

  /** The track with this sid, made at its first use. */
  DataTrack track(String sid) {
    return tracks.computeIfAbsent(sid, DataTrack::new);
  }

  /** Forgets a track that nobody uses any more. */
  void release(DataTrack track) {
    if (track.isUnused()) {
      tracks.remove(track.sid(), track);
    }
  }

  /** How many there are. */
  int size() {
    return tracks.size();
  }
}
