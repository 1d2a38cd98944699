package akkord.actors.participant;

import akka.actor.typed.javadsl.TimerScheduler;
import akkord.proto.UpdateTrackSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Passes on what the client needs of the tracks it receives (S-06): it says so at every step of a
 * window that is resized, so a track changes once in 100 ms at most, to what was said last. What
 * becomes visible is sent at once.
 */
final class TrackSettings {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Session session;
  private final TimerScheduler<Participant.Command> timers;

  TrackSettings(Session session, TimerScheduler<Participant.Command> timers) {
    this.session = session;
    this.timers = timers;
  }

  /** The client needs tracks otherwise than before; those it does not receive can wait. */
  void change(UpdateTrackSettings request) {
    Set<String> shown = session.subscriptions().configure(request);
    List<String> now = new ArrayList<>();
    for (String track : request.getTrackSidsList()) {
      Participant.Command due = new Participant.SettingsDue(session.sid(), track);
      if (shown.contains(track)) {
        timers.cancel(due);
        now.add(track);
      } else if (session.subscriptions().isBound(track) && !timers.isTimerActive(due)) {
        timers.startSingleTimer(due, due, PAUSE);
      }
    }
    if (now.isEmpty()) {
      session.remember();
    } else {
      session.subscriptionsChanged(now);
    }
  }

  /** Its time has come. */
  void due(String track) {
    session.subscriptionsChanged(List.of(track));
  }
}
