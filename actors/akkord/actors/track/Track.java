package akkord.actors.track;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akkord.actors.CborSerializable;
import akkord.actors.node.MediaNode;

/** A published track. */
public final class Track extends AbstractOnMessageBehavior<Track.Command> {
  /** What a track is told. */
  public sealed interface Command extends CborSerializable {}

  /** Ends at once, as a crash would: for tests. */
  public enum Stop implements Command {
    INSTANCE
  }

  /** The track {@code sid} of a room. */
  public static Behavior<Command> create(String sid, ActorRef<MediaNode.Command> node) {
    return Behaviors.setup(Track::new);
  }

  private Track(ActorContext<Command> context) {
    super(context);
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return Behaviors.stopped();
  }
}
