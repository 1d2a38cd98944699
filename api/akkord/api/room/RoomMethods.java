package akkord.api.room;

import akkord.actors.Entities;
import akkord.actors.Guid;
import akkord.actors.room.RoomDirectory;
import akkord.actors.room.RoomOrder;
import akkord.actors.room.RoomReply;
import akkord.proto.CreateRoomRequest;
import akkord.proto.DeleteRoomRequest;
import akkord.proto.DeleteRoomResponse;
import akkord.proto.ListParticipantsRequest;
import akkord.proto.ListParticipantsResponse;
import akkord.proto.ListRoomsRequest;
import akkord.proto.ListRoomsResponse;
import akkord.proto.Room;
import akkord.proto.UpdateRoomMetadataRequest;
import com.google.protobuf.Message;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The methods about rooms (RS-01 to RS-04, RS-10). */
final class RoomMethods {
  private final Entities entities;
  private final RoomServiceSettings settings;
  private final Limits limits;

  RoomMethods(Entities entities, RoomServiceSettings settings) {
    this.entities = entities;
    this.settings = settings;
    limits = settings.limits();
  }

  Map<String, Method<?>> byName() {
    return Map.of(
        "CreateRoom",
        new Method<>(CreateRoomRequest.getDefaultInstance(), this::createRoom),
        "ListRooms",
        new Method<>(ListRoomsRequest.getDefaultInstance(), this::listRooms),
        "GetRoom",
        new Method<>(DeleteRoomRequest.getDefaultInstance(), this::getRoom),
        "DeleteRoom",
        new Method<>(DeleteRoomRequest.getDefaultInstance(), this::deleteRoom),
        "UpdateRoomMetadata",
        new Method<>(UpdateRoomMetadataRequest.getDefaultInstance(), this::updateMetadata),
        "ListParticipants",
        new Method<>(ListParticipantsRequest.getDefaultInstance(), this::listParticipants));
  }

  /** Without a name, as the first releases had it, the room is called by an id of its own. */
  private CompletionStage<? extends Message> createRoom(Call call, CreateRoomRequest request) {
    call.grants().requireRoomCreate();
    limits.checkRoomName("name", request.getName());
    limits.checkMetadata(request.getMetadata());
    String preset = request.getRoomPreset();
    if (!preset.isEmpty() && !settings.presets().contains(preset)) {
      throw TwirpError.invalid("room_preset", "there is no room configuration of this name");
    }
    String node = request.getNodeId();
    if (!node.isEmpty() && entities.mediaNode(node).isEmpty()) {
      throw TwirpError.invalid(
          "node_id", "no node of this name is up in the cluster; GET /nodes lists them");
    }
    if (request.hasEgress()) {
      throw new TwirpError(
          TwirpError.Code.INTERNAL, "egress not connected: this server records nothing");
    }
    String name = request.getName().isEmpty() ? Guid.of("RM_") : request.getName();
    return order(call, name, new RoomOrder.Create(request)).thenApply(RoomMethods::room);
  }

  /** The room of this name, opened if nobody has. */
  CompletionStage<Room> open(Call call, String name) {
    CreateRoomRequest request = CreateRoomRequest.newBuilder().setName(name).build();
    return order(call, name, new RoomOrder.Create(request)).thenApply(RoomMethods::room);
  }

  private CompletionStage<? extends Message> listRooms(Call call, ListRoomsRequest request) {
    call.grants().requireRoomList();
    return list(call, Set.copyOf(request.getNamesList()))
        .thenApply(found -> ListRoomsResponse.newBuilder().addAllRooms(found.rooms()).build());
  }

  /** A method of the first releases: a room by its name. */
  private CompletionStage<? extends Message> getRoom(Call call, DeleteRoomRequest request) {
    call.grants().requireRoomList();
    limits.checkRoom("room", request.getRoom());
    return list(call, Set.of(request.getRoom()))
        .thenApply(found -> found.rooms().stream().findFirst().orElseThrow(RoomMethods::absent));
  }

  private CompletionStage<RoomDirectory.Listing> list(Call call, Set<String> names) {
    return call.ask(entities.directory(), replyTo -> new RoomDirectory.ListRooms(names, replyTo));
  }

  private CompletionStage<? extends Message> deleteRoom(Call call, DeleteRoomRequest request) {
    call.grants().requireRoomCreate();
    limits.checkRoom("room", request.getRoom());
    return order(call, request.getRoom(), new RoomOrder.Delete())
        .thenApply(
            reply -> {
              room(reply);
              return DeleteRoomResponse.getDefaultInstance();
            });
  }

  private CompletionStage<? extends Message> updateMetadata(
      Call call, UpdateRoomMetadataRequest request) {
    limits.checkMetadata(request.getMetadata());
    limits.checkRoom("room", request.getRoom());
    call.grants().requireRoomAdmin(request.getRoom());
    return order(call, request.getRoom(), new RoomOrder.SetMetadata(request.getMetadata()))
        .thenApply(RoomMethods::room);
  }

  private CompletionStage<? extends Message> listParticipants(
      Call call, ListParticipantsRequest request) {
    call.grants().requireRoomAdmin(request.getRoom());
    limits.checkRoom("room", request.getRoom());
    CompletionStage<akkord.actors.room.Room.Description> description =
        call.ask(entities.room(request.getRoom()), akkord.actors.room.Room.Describe::new);
    return description.thenApply(
        room ->
            ListParticipantsResponse.newBuilder().addAllParticipants(room.participants()).build());
  }

  private CompletionStage<RoomReply> order(Call call, String room, RoomOrder order) {
    return call.ask(
        entities.room(room), replyTo -> new akkord.actors.room.Room.Administer(order, replyTo));
  }

  /** The room that an answer tells of, or an error. */
  static Room room(RoomReply reply) {
    return switch (reply) {
      case RoomReply.Done(var room) -> room;
      case RoomReply.Absent() -> throw absent();
      case RoomReply.Busy(var why) -> throw new TwirpError(TwirpError.Code.RESOURCE_EXHAUSTED, why);
      case RoomReply.Unavailable(var why) -> throw new TwirpError(TwirpError.Code.UNAVAILABLE, why);
    };
  }

  private static TwirpError absent() {
    return new TwirpError(TwirpError.Code.NOT_FOUND, "requested room does not exist");
  }
}
