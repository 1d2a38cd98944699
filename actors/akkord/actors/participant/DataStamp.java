package akkord.actors.participant;

import akkord.proto.DataPacket;
import akkord.proto.DataStream;
import akkord.proto.ParticipantInfo;
import akkord.proto.UserPacket;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the sender's name on a packet, whatever the client wrote there (D-03). A hidden sender has
 * no identity to others (D-04).
 *
 * @param sid of the sender
 * @param identity as others may see it
 * @param agent whether it may speak for others
 */
record DataStamp(String sid, String identity, boolean agent) {
  static DataStamp of(ParticipantInfo sender, String sid) {
    boolean agent =
        sender.getKind() == ParticipantInfo.Kind.AGENT || sender.getPermission().getAgent();
    String identity = sender.getPermission().getHidden() ? "" : sender.getIdentity();
    return new DataStamp(sid, identity, agent);
  }

  /** The packet as others get it; empty if it is not for others. */
  Optional<DataPacket> stamp(DataPacket packet) {
    return switch (packet.getValueCase()) {
      case METRICS, SPEAKER -> Optional.empty();
      case TRANSCRIPTION ->
          agent ? Optional.of(name(packet.toBuilder()).build()) : Optional.empty();
      case USER -> Optional.of(user(packet));
      case CHAT_MESSAGE, STREAM_HEADER -> Optional.of(spoken(packet));
      default -> Optional.of(name(packet.toBuilder()).build());
    };
  }

  private DataPacket.Builder name(DataPacket.Builder packet) {
    return packet.setParticipantSid(sid).setParticipantIdentity(identity);
  }

  /** Old clients read names and destinations inside, new ones outside: both places say the same. */
  private DataPacket user(DataPacket packet) {
    UserPacket user = packet.getUser();
    Set<String> destinations = new LinkedHashSet<>(packet.getDestinationIdentitiesList());
    destinations.addAll(user.getDestinationIdentitiesList());
    return name(packet.toBuilder())
        .clearDestinationIdentities()
        .addAllDestinationIdentities(destinations)
        .setUser(
            user.toBuilder()
                .setParticipantSid(sid)
                .setParticipantIdentity(identity)
                .clearDestinationIdentities()
                .addAllDestinationIdentities(destinations))
        .build();
  }

  /** An agent may say something in somebody else's name; it is marked as generated. */
  private DataPacket spoken(DataPacket packet) {
    String claimed = packet.getParticipantIdentity();
    DataPacket.Builder stamped = name(packet.toBuilder());
    if (!agent || claimed.isEmpty() || claimed.equals(identity)) {
      return stamped.build();
    }
    if (packet.hasChatMessage()) {
      stamped.setParticipantIdentity(claimed).getChatMessageBuilder().setGenerated(true);
    } else if (packet.getStreamHeader().hasTextHeader()) {
      DataStream.Header.Builder header = packet.getStreamHeader().toBuilder();
      header.getTextHeaderBuilder().setGenerated(true);
      stamped.setParticipantIdentity(claimed).setStreamHeader(header);
    }
    return stamped.build();
  }
}
