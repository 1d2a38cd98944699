package akkord.media.transport;

import akkord.media.Output;
import akkord.media.forward.DownTrack;
import akkord.media.forward.UpTrack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tracks of one worker: joins each up-track with the down-tracks that want it. */
public final class TrackTable {
  private final Map<String, UpTrack> upTracks = new HashMap<>();
  private final Map<String, List<DownTrack>> downTracks = new HashMap<>();
  private UpTrack[] upTrackArray = new UpTrack[0];
  private int downTrackCount;

  /** The track with this sid, null if none. */
  public UpTrack find(String trackSid) {
    return upTracks.get(trackSid);
  }

  /** All up-tracks; do not change the array, it is replaced at every change. */
  public UpTrack[] upTracks() {
    return upTrackArray;
  }

  /** How many down-tracks there are, waiting ones too. */
  public int downTrackCount() {
    return downTrackCount;
  }

  /** Who receives a track or waits for it. */
  public List<DownTrack> subscribers(String trackSid) {
    return List.copyOf(downTracks.getOrDefault(trackSid, List.of()));
  }

  /** Feeds those who wait for this track; a former one of the same sid is let go. */
  public void add(UpTrack track, long now, Output out) {
    UpTrack former = upTracks.put(track.spec().trackSid(), track);
    if (former != null && former != track) {
      former.close(now, out);
    }
    rebuild();
    for (DownTrack waiting : subscribers(track.spec().trackSid())) {
      track.add(waiting, now);
    }
  }

  /** Lets a track go; those it fed wait for another of its sid. */
  public void remove(UpTrack track, long now, Output out) {
    if (upTracks.remove(track.spec().trackSid(), track)) {
      rebuild();
    }
    track.close(now, out);
  }

  /** Feeds a subscriber, now or once the track is there. */
  public void add(DownTrack track, long now) {
    String sid = track.spec().trackSid();
    downTracks.computeIfAbsent(sid, key -> new ArrayList<>()).add(track);
    downTrackCount++;
    UpTrack source = upTracks.get(sid);
    if (source != null) {
      source.add(track, now);
    }
  }

  /** Stops feeding a subscriber. */
  public void remove(DownTrack track) {
    String sid = track.spec().trackSid();
    List<DownTrack> waiting = downTracks.get(sid);
    if (waiting != null && waiting.remove(track)) {
      downTrackCount--;
      if (waiting.isEmpty()) {
        downTracks.remove(sid);
      }
    }
    UpTrack source = upTracks.get(sid);
    if (source != null) {
      source.remove(track);
    }
  }

  private void rebuild() {
    upTrackArray = upTracks.values().toArray(UpTrack[]::new);
  }
}
