package akkord.actors.participant;

import akka.actor.typed.javadsl.TimerScheduler;
import akkord.proto.DisconnectReason;
import java.time.Duration;

/** How long clients have to connect, and to come back when they were told to; then they leave. */
final class Deadlines {
  // 2.4: how long a client may take to come back that was told to.
  private static final Duration RESUME_TIMEOUT = Duration.ofSeconds(5);

  private final TimerScheduler<Participant.Command> timers;
  private final Duration activeTimeout;

  Deadlines(TimerScheduler<Participant.Command> timers, Duration activeTimeout) {
    this.timers = timers;
    this.activeTimeout = activeTimeout;
  }

  /** It has to connect in time. */
  void expectActive(Session session) {
    Participant.Command notActive = overdue(session, DisconnectReason.JOIN_FAILURE);
    timers.startSingleTimer(notActive, notActive, activeTimeout);
  }

  /** It is active now: no need to give it up. */
  void active(Session session) {
    timers.cancel(overdue(session, DisconnectReason.JOIN_FAILURE));
  }

  /** It has to come back in time, counted from the first time that it was told to. */
  void expectResume(Session session) {
    Participant.Command overdue = overdue(session, DisconnectReason.CONNECTION_TIMEOUT);
    if (!timers.isTimerActive(overdue)) {
      timers.startSingleTimer(overdue, overdue, RESUME_TIMEOUT);
    }
  }

  /** It is back. */
  void resumed(Session session) {
    timers.cancel(overdue(session, DisconnectReason.CONNECTION_TIMEOUT));
  }

  private static Participant.Command overdue(Session session, DisconnectReason why) {
    return new Participant.Overdue(session.sid(), why);
  }
}
