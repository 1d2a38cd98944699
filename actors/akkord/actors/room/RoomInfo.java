package akkord.actors.room;

import akkord.actors.ActorSettings;
import akkord.actors.Guid;
import akkord.media.Codec;
import akkord.proto.Room;
import akkord.proto.RoomConfiguration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes the description of a room that opens (RM-02). */
final class RoomInfo {
  private RoomInfo() {}

  /** A new room: the joiner's inline settings win over its preset, that over the defaults. */
  static Room open(String name, Joiner joiner, ActorSettings settings, Instant now) {
    Room.Builder room =
        Room.newBuilder()
            .setSid(Guid.of("RM_"))
            .setName(name)
            .setEmptyTimeout((int) settings.emptyTimeout().toSeconds())
            .setDepartureTimeout((int) settings.departureTimeout().toSeconds())
            .setMaxParticipants(settings.maxParticipants())
            .setCreationTime(now.getEpochSecond())
            .setCreationTimeMs(now.toEpochMilli())
            .addAllEnabledCodecs(codecs(settings));
    RoomConfiguration preset = settings.roomPresets().get(joiner.preset());
    if (preset != null) {
      apply(room, preset);
    }
    joiner.config().ifPresent(config -> apply(room, config));
    return room.build();
  }

  /** The same room with current counts (RM-05, RM-10). */
  static Room counted(Room room, Roster roster) {
    return room.toBuilder()
        .setNumParticipants(roster.independents())
        .setNumPublishers(roster.publishers())
        .setActiveRecording(roster.hasRecorder())
        .build();
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
