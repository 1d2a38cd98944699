package akkord.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.actors.room.Room;
import akkord.actors.room.RoomDirectory;
import akkord.actors.room.RoomNews;
import akkord.actors.track.Track;
import java.util.List;
import java.util.Optional;

/** Rooms, participants and tracks by name, wherever in the cluster they live. */
public interface Entities {
  /**
   * Starts the entity types on this node.
   *
   * @param node carries the media of rooms that live here
   * @param listeners hear what happens in rooms that live here
   */
  static Entities init(
      ActorSystem<?> system,
      ActorSettings settings,
      ActorRef<MediaNode.Command> node,
      List<ActorRef<RoomNews>> listeners) {
    return ShardedEntities.start(system, settings, node, List.copyOf(listeners));
  }

  /**
   * Whether this node ends, and every entity on it: then nobody brings another back. Sharding would
   * keep the message for a home that the entity never gets, and the node would wait for that.
   */
  boolean areEnding();

  /** Whether an entity that ends here has a next incarnation to leave messages to. */
  boolean canGoOn();

  /** This node's list of all rooms of the cluster. */
  ActorRef<RoomDirectory.Command> directory();

  /** The media node of a member of the cluster that is up, by its id; empty if there is none. */
  Optional<ActorRef<MediaNode.Command>> mediaNode(String nodeId);

  /** A room by its name. */
  EntityRef<Room.Command> room(String name);

  /** A participant by the room's name and its identity. */
  EntityRef<Participant.Command> participant(String room, String identity);

  /** A track by the room's name and its sid. */
  EntityRef<Track.Command> track(String room, String sid);
}
