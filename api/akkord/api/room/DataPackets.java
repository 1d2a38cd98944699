package akkord.api.room;

import akkord.proto.DataPacket;
import akkord.proto.SendDataRequest;
import akkord.proto.UserPacket;

/** Packets that the room service sends; they name no sender (RS-09). */
final class DataPackets {
  private DataPackets() {}

  /** The packet, with destinations where old and where new clients look. */
  static DataPacket of(SendDataRequest request) {
    UserPacket.Builder user =
        UserPacket.newBuilder()
            .setPayload(request.getData())
            .addAllDestinationSids(request.getDestinationSidsList())
            .addAllDestinationIdentities(request.getDestinationIdentitiesList())
            .setNonce(request.getNonce());
    if (request.hasTopic()) {
      user.setTopic(request.getTopic());
    }
    return DataPacket.newBuilder()
        .setKind(request.getKind())
        .addAllDestinationIdentities(request.getDestinationIdentitiesList())
        .setUser(user)
        .build();
  }
}
