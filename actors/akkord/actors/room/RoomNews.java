package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akkord.actors.CborSerializable;
import akkord.proto.ParticipantInfo;
import akkord.proto.RoomEndReason;
import java.util.List;

/**
 * What happens in a room, for whoever tells the world outside. A room tells everything in order;
 * one that came back after a crash tells again whom it has, because it does not know what it had
 * told.
 */
public sealed interface RoomNews extends CborSerializable {
  /** The room, with the counts it has now. */
  akkord.proto.Room room();

  /**
   * A room opened.
   *
   * @param again whether it is back after a crash: {@link Seen} follows for each participant that
   *     finds it, then {@link Settled}
   * @param actor to be watched: one that ends without {@link Closed} has crashed
   */
  record Opened(akkord.proto.Room room, boolean again, ActorRef<Room.Command> actor)
      implements RoomNews {}

  /** A participant is there, or changed. */
  record Seen(akkord.proto.Room room, ParticipantInfo participant) implements RoomNews {}

  /** A participant is gone: {@code DISCONNECTED}, with its reason. */
  record Left(akkord.proto.Room room, ParticipantInfo participant) implements RoomNews {}

  /** A room that came back has waited for its participants: sids of those who found it. */
  record Settled(akkord.proto.Room room, List<String> participants) implements RoomNews {}

  /** The room ended; everybody has {@link Left}. */
  record Closed(akkord.proto.Room room, RoomEndReason reason) implements RoomNews {}
}
