package akkord.actors.room;

import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Ends a room that nobody keeps open: before the first came (RM-03), and after the last left
 * (RM-04).
 */
final class Vacancy {
  private final TimerScheduler<Room.Command> timers;
  private final Room.Command end;
  private final RoomInfo room;
  private final Clock clock;
  private Instant since = Instant.EPOCH;
  private boolean occupied;
  private boolean used;

  /**
   * Of a room that has not opened.
   *
   * @param end what the room is told when it has been vacant long enough
   */
  Vacancy(TimerScheduler<Room.Command> timers, Room.Command end, RoomInfo room, Clock clock) {
    this.timers = timers;
    this.end = end;
    this.room = room;
    this.clock = clock;
  }

  /** The room opened and is empty. */
  void opened() {
    since = clock.instant();
    schedule();
  }

  /** The room goes on where nobody is yet. */
  void inherited(boolean wasUsed) {
    used = wasUsed;
    opened();
  }

  /** Somebody keeps it open. */
  void occupied() {
    occupied = true;
    used = true;
    timers.cancel(end);
  }

  /** Nobody does any more. */
  void vacated() {
    occupied = false;
    used = true;
    since = clock.instant();
    schedule();
  }

  /** The room's timeouts may be others now. */
  void reconsider() {
    if (!occupied) {
      schedule();
    }
  }

  private void schedule() {
    Duration patience = used ? room.departureTimeout() : room.emptyTimeout();
    Duration left = Duration.between(clock.instant(), since.plus(patience));
    timers.startSingleTimer(end, end, left.isNegative() ? Duration.ZERO : left);
  }
}
