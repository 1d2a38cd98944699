package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akkord.actors.ActorSettings;
import akkord.actors.CborSerializable;
import akkord.actors.node.MediaNode;

/** A room. */
public final class Room extends AbstractOnMessageBehavior<Room.Command> {
  /** What a room is told. */
  public sealed interface Command extends CborSerializable {}

  /** Ends at once, as a crash would: for tests. */
  public enum Stop implements Command {
    INSTANCE
  }

  /** A room named {@code name}; it opens with its first joiner. */
  public static Behavior<Command> create(
      String name, ActorSettings settings, ActorRef<MediaNode.Command> node) {
    return Behaviors.setup(Room::new);
  }

  private Room(ActorContext<Command> context) {
    super(context);
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return Behaviors.stopped();
  }
}
