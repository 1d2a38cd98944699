package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akkord.actors.Entities;
import akkord.actors.node.MediaNode;
import akkord.proto.CreateRoomRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Places a new room's media on the node that its creator names ({@code node_id}, K-05), and watches
 * a node that is not the room's own: when it ends, the media is gone and the room is not.
 */
final class NodeChoice {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ActorContext<Room.Command> context;
  private final Entities entities;
  private final ActorRef<MediaNode.Command> own;
  private final Set<ActorRef<MediaNode.Command>> watched = new HashSet<>();

  /**
   * For one room.
   *
   * @param own carries the media of rooms that live here
   */
  NodeChoice(
      ActorContext<Room.Command> context, Entities entities, ActorRef<MediaNode.Command> own) {
    this.context = context;
    this.entities = entities;
    this.own = own;
  }

  /**
   * Asks the node that an order to open the room names; the room is told {@link Room.NodeAnswered}
   * or {@link Room.NodeSilent}. False if it names none.
   */
  boolean asks(Room.Administer administer, String owner) {
    if (!(administer.order() instanceof RoomOrder.Create(var request))
        || request.getNodeId().isEmpty()) {
      return false;
    }
    String id = request.getNodeId();
    Optional<ActorRef<MediaNode.Command>> node = entities.mediaNode(id);
    if (node.isEmpty()) {
      administer.replyTo().tell(unavailable(id));
      return true;
    }
    context.ask(
        MediaNode.Description.class,
        node.get(),
        PATIENCE,
        replyTo -> new MediaNode.Describe(owner, replyTo),
        (description, failure) ->
            failure == null
                ? new Room.NodeAnswered(description, administer)
                : new Room.NodeSilent(id, administer.replyTo()));
    return true;
  }

  /** What is left to do of an order once the room is where it should be. */
  static Room.Administer settled(Room.Administer administer) {
    CreateRoomRequest request = ((RoomOrder.Create) administer.order()).request();
    return new Room.Administer(
        new RoomOrder.Create(request.toBuilder().clearNodeId().build()), administer.replyTo());
  }

  /** What the creator of a room hears whose node takes no rooms. */
  static RoomReply unavailable(String node) {
    return new RoomReply.Unavailable("the node " + node + " takes no room now");
  }

  /** The room's media is on this node. */
  void follow(ActorRef<MediaNode.Command> node) {
    if (!node.equals(own) && watched.add(node)) {
      context.watchWith(node, new Room.NodeGone(node));
    }
  }
}
