package akkord.actors.participant;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tracks that a client asked for and that nobody publishes: it may ask early, so they are given up
 * after a minute (S-02).
 */
final class MissingTracks {
  /** How long a track may take to appear. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Session session;
  private final Surroundings around;
  private final Set<String> awaited = new LinkedHashSet<>();

  MissingTracks(Session session, Surroundings around) {
    this.session = session;
    this.around = around;
  }

  /** The client has chosen: waits for what is missing, not for what it does not want any more. */
  void chosen() {
    Set<String> missing = session.subscriptions().missing();
    Iterator<String> before = awaited.iterator();
    while (before.hasNext()) {
      String sid = before.next();
      if (!missing.contains(sid)) {
        before.remove();
        around.timers().cancel(overdue(sid));
      }
    }
    for (String sid : missing) {
      if (awaited.add(sid)) {
        around.timers().startSingleTimer(overdue(sid), overdue(sid), PATIENCE);
      }
    }
  }

  private Participant.Command overdue(String sid) {
    return new Participant.TrackOverdue(session.sid(), sid);
  }

  /** A track had its time: if it is still missing, the client is told not to wait for it. */
  void overdue(Participant.TrackOverdue track) {
    awaited.remove(track.track());
    if (session.subscriptions().giveUp(track.track())) {
      session.link().send(SubscriptionErrors.trackNotFound(track.track()));
      session.remember();
    }
  }
}
