package akkord.actors.participant;

import akka.actor.typed.javadsl.TimerScheduler;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest.Action;
import java.time.Duration;

/**
 * How long clients have to connect, to come back when they were told to, and to say that they leave
 * when they closed a transport; then they leave.
 */
final class Deadlines {
  // 2.4: how long a client may take to come back that was told to.
  private static final Duration RESUME_TIMEOUT = Duration.ofSeconds(5);

  // A client that leaves says so and closes DTLS, each on its own way: so much later may the word
  // come, once repeated by TCP.
  private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(1);

  private final TimerScheduler<Participant.Command> timers;
  private final Duration activeTimeout;

  Deadlines(TimerScheduler<Participant.Command> timers, Duration activeTimeout) {
    this.timers = timers;
    this.activeTimeout = activeTimeout;
  }

  /** It has to connect in time. */
  void expectActive(Session session) {
    Participant.Command notActive = notActive(session);
    timers.startSingleTimer(notActive, notActive, activeTimeout);
  }

  /** It is active now: no need to give it up. */
  void active(Session session) {
    timers.cancel(notActive(session));
  }

  /** It has to come back in time, counted from the first time that it was told to. */
  void expectResume(Session session) {
    startOnce(notBack(session), RESUME_TIMEOUT);
  }

  /** It is back. */
  void resumed(Session session) {
    timers.cancel(notBack(session));
  }

  /** It closed a transport: it is about to leave, or has to start over. */
  void expectLeave(Session session) {
    startOnce(closed(session), LEAVE_PATIENCE);
  }

  /** Whether it closed a transport. */
  boolean expectsLeave(Session session) {
    return timers.isTimerActive(closed(session));
  }

  private void startOnce(Participant.Command overdue, Duration patience) {
    if (!timers.isTimerActive(overdue)) {
      timers.startSingleTimer(overdue, overdue, patience);
    }
  }

  private static Participant.Command notActive(Session session) {
    return new Participant.Overdue(session.sid(), DisconnectReason.JOIN_FAILURE, Action.DISCONNECT);
  }

  private static Participant.Command notBack(Session session) {
    return new Participant.Overdue(
        session.sid(), DisconnectReason.CONNECTION_TIMEOUT, Action.DISCONNECT);
  }

  private static Participant.Command closed(Session session) {
    return new Participant.Overdue(
        session.sid(), DisconnectReason.CONNECTION_TIMEOUT, Action.RECONNECT);
  }
}
