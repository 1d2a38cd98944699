package akkord.actors.participant;

import akka.actor.typed.javadsl.TimerScheduler;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest.Action;
import akkord.proto.SimulateScenario;
import akkord.proto.SpeakerInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Failures that a client asks for to test itself (2.1, 2.4). What needs several connections or
 * transports over TCP is ignored.
 */
final class Simulation {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(5);
  private static final int REFUSALS = 3;
  private static final int MAX_SPEAKING_SECONDS = 60;
  private static final float LEVEL = 0.9f;

  private final Participant participant;
  private final TimerScheduler<Participant.Command> timers;
  private long until;
  private boolean cut;
  private int refusals;

  Simulation(Participant participant, TimerScheduler<Participant.Command> timers) {
    this.participant = participant;
    this.timers = timers;
  }

  /** Lets it happen at {@code now} (nanoseconds). */
  void run(Session session, SimulateScenario scenario, long now) {
    switch (scenario.getScenarioCase()) {
      case SERVER_LEAVE ->
          participant.leave(session, DisconnectReason.SERVER_SHUTDOWN, Action.DISCONNECT);
      case NODE_FAILURE -> vanish(session, DisconnectReason.SERVER_SHUTDOWN);
      case MIGRATION -> vanish(session, DisconnectReason.MIGRATION);
      case LEAVE_REQUEST_FULL_RECONNECT -> participant.fail(session, "it asked to be sent away");
      case DISCONNECT_SIGNAL_ON_RESUME -> {
        until = now + WINDOW;
        cut = scenario.getDisconnectSignalOnResume();
      }
      case DISCONNECT_SIGNAL_ON_RESUME_NO_MESSAGES -> {
        until = now + WINDOW;
        refusals = scenario.getDisconnectSignalOnResumeNoMessages() ? REFUSALS : 0;
      }
      case SPEAKER_UPDATE -> {
        int seconds = Math.clamp(scenario.getSpeakerUpdate(), 0, MAX_SPEAKING_SECONDS);
        speak(session, true);
        timers.startSingleTimer(
            new Participant.SpeakerSimulated(session.sid()), Duration.ofSeconds(seconds));
      }
      default -> {}
    }
  }

  /** The end of {@code SPEAKER_UPDATE}. */
  void silence(Session session) {
    speak(session, false);
  }

  private static void speak(Session session, boolean active) {
    SpeakerInfo self =
        SpeakerInfo.newBuilder()
            .setSid(session.sid())
            .setActive(active)
            .setLevel(active ? LEVEL : 0)
            .build();
    session.speakersChanged(List.of(self));
  }

  /** As if the node had died: not a word to the client. */
  private void vanish(Session session, DisconnectReason reason) {
    session.link().release();
    participant.leave(session, reason, Action.DISCONNECT);
  }

  /** Whether this attempt to resume is to fail without a message. */
  boolean refusesResume(long now) {
    if (refusals == 0 || now - until > 0) {
      return false;
    }
    refusals--;
    return true;
  }

  /** Whether the resumed connection is to be cut after its first messages. */
  boolean cutsResumed(long now) {
    boolean cuts = cut && now - until <= 0;
    cut = false;
    return cuts;
  }
}
