package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import akkord.actors.room.RoomDirectory.Receipt;
import java.time.Duration;
import java.util.Optional;

/** Keeps a room's entry in the {@link RoomDirectory}: counts may be a moment late there. */
final class RoomListing {
  private static final Duration DELAY = Duration.ofMillis(300);

  private final ActorRef<RoomDirectory.Command> directory;
  private final ActorRef<Room.Command> self;
  private final TimerScheduler<Room.Command> timers;
  private final Room.Command due;

  /**
   * An entry to be.
   *
   * @param due what the room is told when it should call {@link #tell} again
   */
  RoomListing(
      ActorRef<RoomDirectory.Command> directory,
      ActorRef<Room.Command> self,
      TimerScheduler<Room.Command> timers,
      Room.Command due) {
    this.directory = directory;
    this.self = self;
    this.timers = timers;
    this.due = due;
  }

  /** The room is so now. */
  void tell(akkord.proto.Room info, Optional<Receipt> receipt) {
    timers.cancel(due);
    directory.tell(new RoomDirectory.Put(info, self, receipt));
  }

  /** The room changed: others may follow within a moment. */
  void tellSoon() {
    if (!timers.isTimerActive(due)) {
      timers.startSingleTimer(due, due, DELAY);
    }
  }

  /** The room has ended. */
  void remove(Optional<Receipt> receipt) {
    directory.tell(new RoomDirectory.Remove(self, receipt));
  }
}
