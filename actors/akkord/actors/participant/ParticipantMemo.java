package akkord.actors.participant;

import akkord.actors.CborSerializable;
import akkord.actors.MediaPlacement;
import akkord.proto.ParticipantInfo;
import akkord.proto.Room;
import akkord.proto.SubscriptionPermission;
import java.util.Optional;
import java.util.Set;

/**
 * Soft state: all that a participant needs, besides its {@link JoinOptions}, to come back after a
 * crash. Whoever holds its signal connection keeps the newest one and gives it back unread.
 *
 * @param session the participant's sid
 * @param info as others last saw it
 * @param room as the client was last told
 * @param placement where its media lives
 * @param everConnected whether a transport was up once, so that media outlives the signal socket
 * @param publications announced and published tracks
 * @param permission who may receive its tracks, if it ever said so
 * @param subscriptions others, choices, settings and what is received
 * @param data how far its client's packets came, and its blobs
 * @param speaking whom the client believes to be speaking
 * @param negotiation the peer connections
 */
public record ParticipantMemo(
    String session,
    ParticipantInfo info,
    Room room,
    MediaPlacement placement,
    boolean everConnected,
    Publications.Memo publications,
    Optional<SubscriptionPermission> permission,
    Subscriptions.Memo subscriptions,
    DataInbox.Memo data,
    Set<String> speaking,
    Negotiation.Memo negotiation)
    implements CborSerializable {}
