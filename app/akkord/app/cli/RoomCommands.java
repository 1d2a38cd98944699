package akkord.app.cli;

import akkord.proto.CreateRoomRequest;
import akkord.proto.DeleteRoomRequest;
import akkord.proto.DeleteRoomResponse;
import akkord.proto.ListRoomsRequest;
import akkord.proto.ListRoomsResponse;
import akkord.proto.Room;
import akkord.proto.UpdateRoomMetadataRequest;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about rooms. */
public final class RoomCommands {
  private RoomCommands() {}

  /** One room, by {@code --room NAME} or simply {@code NAME}. */
  abstract static class OneRoom extends ApiCommand {
    @Option(
        names = {"--room", "--name"},
        paramLabel = "NAME",
        description = "Name of the room.")
    private String option;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The same.")
    private String parameter;

    String room() {
      String name = option == null ? parameter : option;
      if (name == null || name.isEmpty()) {
        throw new picocli.CommandLine.ParameterException(
            spec().commandLine(), "say which room: --room NAME");
      }
      return name;
    }

    boolean isNamed() {
      return option != null || parameter != null;
    }
  }

  /** {@code create-room}. */
  @Command(
      name = "create-room",
      description = "Creates a room, or changes the settings of one; prints it as JSON.")
  public static final class Create extends OneRoom {
    @Option(names = "--empty-timeout", description = "Seconds to wait for somebody to come.")
    private int emptyTimeout;

    @Option(names = "--departure-timeout", description = "Seconds to stay when all have left.")
    private int departureTimeout;

    @Option(names = "--max-participants", description = "How many it takes; 0 for any number.")
    private int maxParticipants;

    @Option(names = "--metadata", defaultValue = "", description = "Metadata of the room.")
    private String metadata;

    @Option(names = "--room-preset", defaultValue = "", description = "A configured preset.")
    private String preset;

    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      // The first releases named rooms themselves when nobody else did.
      String name = isNamed() ? room() : UUID.randomUUID().toString();
      CreateRoomRequest request =
          CreateRoomRequest.newBuilder()
              .setName(name)
              .setEmptyTimeout(emptyTimeout)
              .setDepartureTimeout(departureTimeout)
              .setMaxParticipants(maxParticipants)
              .setMetadata(metadata)
              .setRoomPreset(preset)
              .build();
      Output.json(out, api.call("CreateRoom", request, Room.getDefaultInstance(), Grants.create()));
    }
  }

  /** {@code list-rooms}. */
  @Command(name = "list-rooms", description = "Lists rooms, all or those named.")
  public static final class ListAll extends ApiCommand {
    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these.")
    private List<String> names = new ArrayList<>();

    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      List<Room> rooms = rooms(api, names);
      if (json()) {
        Output.json(out, rooms);
        return;
      }
      List<List<String>> rows = new ArrayList<>();
      for (Room room : rooms) {
        rows.add(
            List.of(
                room.getSid(),
                room.getName(),
                String.valueOf(room.getNumParticipants()),
                String.valueOf(room.getNumPublishers()),
                Instant.ofEpochSecond(room.getCreationTime()).toString()));
      }
      Output.table(out, List.of("SID", "NAME", "PARTICIPANTS", "PUBLISHERS", "CREATED"), rows);
    }
  }

  /** {@code get-room}. */
  @Command(name = "get-room", aliases = "list-room", description = "Shows one room as JSON.")
  public static final class Get extends OneRoom {
    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      List<Room> rooms = rooms(api, List.of(room()));
      if (rooms.isEmpty()) {
        throw new ApiFailure(ApiFailure.Kind.REFUSED, "there is no room \"" + room() + "\"");
      }
      Output.json(out, rooms.getFirst());
    }
  }

  /** {@code delete-room}. */
  @Command(name = "delete-room", description = "Ends a room and sends everybody home.")
  public static final class Delete extends OneRoom {
    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      api.call(
          "DeleteRoom",
          DeleteRoomRequest.newBuilder().setRoom(room()).build(),
          DeleteRoomResponse.getDefaultInstance(),
          Grants.create());
      out.println(json() ? "{}" : "Room " + room() + " is deleted.");
    }
  }

  /** {@code update-room-metadata}. */
  @Command(name = "update-room-metadata", description = "Replaces the metadata of a room.")
  public static final class UpdateMetadata extends OneRoom {
    @Option(names = "--metadata", required = true, description = "Any text; \"\" removes it.")
    private String metadata;

    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      UpdateRoomMetadataRequest request =
          UpdateRoomMetadataRequest.newBuilder().setRoom(room()).setMetadata(metadata).build();
      Output.json(
          out,
          api.call("UpdateRoomMetadata", request, Room.getDefaultInstance(), Grants.admin(room())));
    }
  }

  static List<Room> rooms(RoomApi api, List<String> names) throws ApiFailure {
    return api.call(
            "ListRooms",
            ListRoomsRequest.newBuilder().addAllNames(names).build(),
            ListRoomsResponse.getDefaultInstance(),
            Grants.list())
        .getRoomsList();
  }
}
