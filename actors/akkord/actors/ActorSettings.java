package akkord.actors;

import akkord.media.Codec;
import akkord.proto.ICEServer;
import akkord.proto.RoomConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What rooms and participants need to know, made once at start.
 *
 * @param version dotted server version announced to clients
 * @param nodeId {@code ND_...} of this node
 * @param region announced region, may be empty
 * @param iceServers STUN and TURN servers announced to clients
 * @param emptyTimeout a new room ends after this long without a first participant (RM-03)
 * @param departureTimeout a room ends this long after its last participant left (RM-04)
 * @param maxParticipants default limit for a room, 0 for none (RM-06)
 * @param codecs codecs that may be published, in order of preference (J-03)
 * @param roomPresets {@code room.room_configurations} by name (RM-08)
 * @param maxMetadataSize bytes of UTF-8 in a participant's metadata, 0 for no limit (RM-12)
 * @param maxAttributesSize bytes of UTF-8 in all keys and values of its attributes, 0 for no limit
 * @param maxNameLength bytes of UTF-8 in its name, 0 for no limit
 * @param activeTimeout a participant that is not connected this long after its join is removed
 *     (J-08)
 * @param participantLimits what a participant may publish, unless its token says otherwise
 * @param dataTracks what it may do with data tracks
 * @param dataBlobs what it may leave for others to fetch
 */
public record ActorSettings(
    String version,
    String nodeId,
    String region,
    List<ICEServer> iceServers,
    Duration emptyTimeout,
    Duration departureTimeout,
    int maxParticipants,
    List<Codec> codecs,
    Map<String, RoomConfiguration> roomPresets,
    int maxMetadataSize,
    int maxAttributesSize,
    int maxNameLength,
    Duration activeTimeout,
    ParticipantLimits participantLimits,
    DataTrackSettings dataTracks,
    DataBlobSettings dataBlobs) {

  public ActorSettings {
    iceServers = List.copyOf(iceServers);
    codecs = List.copyOf(codecs);
    roomPresets = Map.copyOf(roomPresets);
  }

  /** LiveKit's defaults. */
  public static ActorSettings defaults(String nodeId) {
    return new ActorSettings(
        "1.14.0",
        nodeId,
        "",
        List.of(),
        Duration.ofSeconds(300),
        Duration.ofSeconds(20),
        0,
        List.of(Codec.VP8, Codec.H264, Codec.VP9, Codec.AV1, Codec.OPUS, Codec.PCMU, Codec.PCMA),
        Map.of(),
        512 << 10,
        64 << 10,
        256,
        Duration.ofMinutes(1),
        ParticipantLimits.NONE,
        DataTrackSettings.DEFAULT,
        DataBlobSettings.DEFAULT);
  }
}
