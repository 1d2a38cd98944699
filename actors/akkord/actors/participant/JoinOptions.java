package akkord.actors.participant;

import akkord.actors.CborSerializable;
import akkord.proto.AddTrackRequest;
import akkord.proto.ClientInfo;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.RoomConfiguration;
import akkord.proto.SessionDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What token, query and join request say of a joiner.
 *
 * @param room the room's name
 * @param identity unique in the room
 * @param name display name, may be empty
 * @param metadata opaque to the server, may be empty
 * @param attributes opaque to the server, token and join request merged
 * @param kind what sort of participant
 * @param kindDetails more about that
 * @param permission complete, with hidden, recorder and agent
 * @param roomConfig inline configuration if this join opens the room
 * @param roomPreset name of a configured one, may be empty
 * @param mayCreateRoom whether this join may open the room
 * @param client what the client said of itself
 * @param clientAddress numeric address of the client, for the log
 * @param singlePeerConnection v1: one connection, the client always offers
 * @param autoSubscribe whether every track is wanted unless said otherwise (S-01)
 * @param autoSubscribeDataTracks the same for data tracks; LiveKit's default is no (trap 5)
 * @param adaptiveStream whether video starts on its lowest layer (S-07)
 * @param disableIceLite whether our descriptions must not say {@code a=ice-lite}
 * @param publisherOffer the offer inside a v1 join request
 * @param addTracks the tracks announced inside a v1 join request
 */
public record JoinOptions(
    String room,
    String identity,
    String name,
    String metadata,
    Map<String, String> attributes,
    ParticipantInfo.Kind kind,
    List<ParticipantInfo.KindDetail> kindDetails,
    ParticipantPermission permission,
    Optional<RoomConfiguration> roomConfig,
    String roomPreset,
    boolean mayCreateRoom,
    ClientInfo client,
    String clientAddress,
    boolean singlePeerConnection,
    boolean autoSubscribe,
    boolean autoSubscribeDataTracks,
    boolean adaptiveStream,
    boolean disableIceLite,
    Optional<SessionDescription> publisherOffer,
    List<AddTrackRequest> addTracks)
    implements CborSerializable {

  public JoinOptions {
    attributes = Map.copyOf(attributes);
    kindDetails = List.copyOf(kindDetails);
    addTracks = List.copyOf(addTracks);
  }

  /** The signal protocol version that the client speaks (2.7). */
  public int protocol() {
    return client.getProtocol();
  }
}
