package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.actors.MediaPlacement;
import akkord.actors.room.Room;
import java.util.Optional;

/**
 * What a session has once it is in its room.
 *
 * @param info the room, as last told
 * @param placement where its media goes
 * @param room empty while the room is gone
 */
record Admission(
    akkord.proto.Room info,
    MediaPlacement placement,
    Optional<ActorRef<Room.Command>> room,
    Negotiation negotiation) {
  Admission in(Optional<ActorRef<Room.Command>> otherRoom) {
    return new Admission(info, placement, otherRoom, negotiation);
  }

  Admission describedBy(akkord.proto.Room newer) {
    return new Admission(newer, placement, room, negotiation);
  }
}
