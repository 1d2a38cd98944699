package akkord.actors.room;

import akkord.actors.CborSerializable;
import akkord.proto.Room;

/** What a room answers to a {@link RoomOrder}. */
public sealed interface RoomReply extends CborSerializable {
  /** The order was carried out; the room as it is now, or was when it ended. */
  record Done(Room room) implements RoomReply {}

  /** There is no such room. */
  record Absent() implements RoomReply {}

  /** What was to be sent was not, or not to everyone, because workers have too much to do. */
  record Busy(String why) implements RoomReply {}

  /** The room cannot live here now. */
  record Unavailable(String why) implements RoomReply {}
}
