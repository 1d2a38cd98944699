package akkord.actors.room;

import akkord.actors.ActorSettings;
import akkord.actors.Guid;
import akkord.media.Codec;
import akkord.proto.CreateRoomRequest;
import akkord.proto.Room;
import akkord.proto.RoomConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The description of a room (RM-02) and how it comes about; there is none before it opens. */
final class RoomInfo {
  private final ActorSettings settings;
  private Room now = Room.getDefaultInstance();

  RoomInfo(ActorSettings settings) {
    this.settings = settings;
  }

  /** Whether the room has opened. */
  boolean exists() {
    return !now.getSid().isEmpty();
  }

  /** As it was last told. */
  Room now() {
    return now;
  }

  Duration emptyTimeout() {
    return Duration.ofSeconds(now.getEmptyTimeout());
  }

  Duration departureTimeout() {
    return Duration.ofSeconds(now.getDepartureTimeout());
  }

  /** Whether no more than so many may be in it (RM-06). */
  boolean isFull(int participants) {
    return now.getMaxParticipants() > 0 && participants >= now.getMaxParticipants();
  }

  /** A new room: the joiner's inline settings win over its preset, that over the defaults. */
  void open(String name, Joiner joiner, Instant at) {
    Room.Builder room = defaults(name, at);
    applyPreset(room, joiner.preset());
    joiner.config().ifPresent(config -> apply(room, config));
    now = room.build();
  }

  /** Does what an order does to the description. */
  void apply(RoomOrder order, String name, Instant at) {
    switch (order) {
      case RoomOrder.Create(var request) -> create(name, request, at);
      case RoomOrder.SetMetadata(var metadata) ->
          now = now.toBuilder().setMetadata(metadata).build();
      case RoomOrder.Delete(), RoomOrder.SendData(var _) -> {}
    }
  }

  /** A new room, or another description of this one (RS-01): zero leaves things as they are. */
  private void create(String name, CreateRoomRequest request, Instant at) {
    Room.Builder room = exists() ? now.toBuilder() : defaults(name, at);
    applyPreset(room, request.getRoomPreset());
    apply(
        room,
        RoomConfiguration.newBuilder()
            .setEmptyTimeout(request.getEmptyTimeout())
            .setDepartureTimeout(request.getDepartureTimeout())
            .setMaxParticipants(request.getMaxParticipants())
            .setMetadata(request.getMetadata())
            .build());
    now = room.build();
  }

  /** The room comes back as its people know it. */
  void restore(Room known) {
    now = known;
  }

  /** With current counts (RM-05, RM-10). */
  Room counted(Roster roster) {
    return now.toBuilder()
        .setNumParticipants(roster.independents())
        .setNumPublishers(roster.publishers())
        .setActiveRecording(roster.hasRecorder())
        .build();
  }

  /** Takes current counts; false if they were so before. */
  boolean recount(Roster roster) {
    Room before = now;
    now = counted(roster);
    return !now.equals(before);
  }

  private Room.Builder defaults(String name, Instant at) {
    return Room.newBuilder()
        .setSid(Guid.of("RM_"))
        .setName(name)
        .setEmptyTimeout((int) settings.emptyTimeout().toSeconds())
        .setDepartureTimeout((int) settings.departureTimeout().toSeconds())
        .setMaxParticipants(settings.maxParticipants())
        .setCreationTime(at.getEpochSecond())
        .setCreationTimeMs(at.toEpochMilli())
        .addAllEnabledCodecs(codecs(settings));
  }

  private void applyPreset(Room.Builder room, String preset) {
    RoomConfiguration config = settings.roomPresets().get(preset);
    if (config != null) {
      apply(room, config);
    }
  }

  private static void apply(Room.Builder room, RoomConfiguration config) {
    if (config.getEmptyTimeout() > 0) {
      room.setEmptyTimeout(config.getEmptyTimeout());
    }
    if (config.getDepartureTimeout() > 0) {
      room.setDepartureTimeout(config.getDepartureTimeout());
    }
    if (config.getMaxParticipants() > 0) {
      room.setMaxParticipants(config.getMaxParticipants());
    }
    if (!config.getMetadata().isEmpty()) {
      room.setMetadata(config.getMetadata());
    }
  }

  private static List<akkord.proto.Codec> codecs(ActorSettings settings) {
    List<akkord.proto.Codec> codecs = new ArrayList<>();
    for (Codec codec : settings.codecs()) {
      codecs.add(akkord.proto.Codec.newBuilder().setMime(codec.mimeType()).build());
    }
    return codecs;
  }
}
