package akkord.app.join;

import akkord.proto.ParticipantInfo;
import akkord.proto.TrackInfo;
import akkord.proto.TrackType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is in the room and publishes what, by the updates of the server; tells each change. */
final class Roster {
  private final Events events;
  private final Map<String, ParticipantInfo> people = new HashMap<>();

  Roster(Events events) {
    this.events = events;
  }

  /**
   * A published track.
   *
   * @param identity of its publisher
   */
  record Published(String identity, TrackInfo track) {}

  /** Somebody's newest state. */
  synchronized void update(ParticipantInfo now) {
    String who = now.getIdentity();
    ParticipantInfo before = people.get(now.getSid());
    if (now.getState() == ParticipantInfo.State.DISCONNECTED) {
      if (people.remove(now.getSid()) != null) {
        events.tell("participant_left", who, "", who + " leaves");
      }
      return;
    }
    people.put(now.getSid(), now);
    if (before == null) {
      events.tell("participant_joined", who, "", who + " joins");
    }
    compareTracks(before == null ? ParticipantInfo.getDefaultInstance() : before, now);
  }

  private void compareTracks(ParticipantInfo before, ParticipantInfo now) {
    String who = now.getIdentity();
    Map<String, TrackInfo> old = new HashMap<>();
    before.getTracksList().forEach(track -> old.put(track.getSid(), track));
    Set<String> kept = new HashSet<>();
    for (TrackInfo track : now.getTracksList()) {
      String sid = track.getSid();
      kept.add(sid);
      if (!old.containsKey(sid)) {
        events.tell("track_published", who, sid, who + " publishes " + describe(track));
      } else if (old.get(sid).getMuted() != track.getMuted()) {
        String what = track.getMuted() ? "mutes" : "unmutes";
        events.tell("track_" + what.replace("tes", "ted"), who, sid, who + " " + what + " " + sid);
      }
    }
    for (TrackInfo track : before.getTracksList()) {
      if (!kept.contains(track.getSid())) {
        String sid = track.getSid();
        events.tell("track_unpublished", who, sid, who + " unpublishes " + sid);
      }
    }
  }

  /** The track with this sid, if somebody publishes it. */
  synchronized Optional<Published> track(String sid) {
    return people.values().stream()
        .flatMap(
            person ->
                person.getTracksList().stream()
                    .filter(track -> track.getSid().equals(sid))
                    .map(track -> new Published(person.getIdentity(), track)))
        .findFirst();
  }

  private static String describe(TrackInfo track) {
    String size =
        track.getType() == TrackType.VIDEO && track.getWidth() > 0
            ? " " + track.getWidth() + "x" + track.getHeight()
            : "";
    String source = track.getSource().name().toLowerCase(Locale.ROOT);
    return "%s %s%s (%s)".formatted(source, track.getMimeType(), size, track.getSid());
  }
}
