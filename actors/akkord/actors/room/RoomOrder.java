package akkord.actors.room;

import akkord.actors.CborSerializable;
import akkord.proto.CreateRoomRequest;
import akkord.proto.DataPacket;

/** What the room service may ask of one room (RS-01, RS-03, RS-04, RS-09, RS-10). */
public sealed interface RoomOrder extends CborSerializable {
  /** Opens the room, or gives an open one these settings where they are not zero. */
  record Create(CreateRoomRequest request) implements RoomOrder {}

  /** Ends the room: everyone in it is sent away. */
  record Delete() implements RoomOrder {}

  /** Sends a packet to its destinations, or to everyone (RS-09). */
  record SendData(DataPacket packet) implements RoomOrder {}

  /** Gives the room other metadata. */
  record SetMetadata(String metadata) implements RoomOrder {}
}
