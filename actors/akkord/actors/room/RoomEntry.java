package akkord.actors.room;

import akkord.actors.CborSerializable;
import akkord.proto.Room;

/**
 * A room in the {@link RoomDirectory}.
 *
 * @param room as it was last told
 * @param node unique address of the node where it lives
 */
public record RoomEntry(Room room, String node) implements CborSerializable {}
