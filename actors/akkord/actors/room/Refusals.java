package akkord.actors.room;

import akkord.actors.participant.Participant;
import java.util.List;

/** How a room turns away whoever asked something of it. */
final class Refusals {
  private static final String NO_MEDIA = "no media node is available";

  private Refusals() {}

  /** A join, with an HTTP status and its text (W-01). */
  static void refuse(Room.Join join, int status, String message) {
    String sid = join.joiner().info().getSid();
    join.participant().tell(new Participant.NotAdmitted(sid, status, message));
  }

  /** Everything that waited for the room to be placed: it cannot be. */
  static void noMedia(List<Room.Command> waiting, Room.Description empty) {
    for (Room.Command command : waiting) {
      if (command instanceof Room.Join join) {
        refuse(join, 503, NO_MEDIA);
      } else if (command instanceof Room.Administer(_, var replyTo)) {
        replyTo.tell(new RoomReply.Unavailable(NO_MEDIA));
      } else if (command instanceof Room.Describe(var replyTo)) {
        replyTo.tell(empty);
      }
    }
  }
}
