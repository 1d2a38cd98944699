package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akkord.actors.CborSerializable;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;

/** A participant. */
public final class Participant extends AbstractOnMessageBehavior<Participant.Command> {
  /** What a participant is told. */
  public sealed interface Command extends CborSerializable {}

  /**
   * A client joins; a session that is already there ends as a duplicate.
   *
   * @param client gets every message for the client, the join response first
   * @param memory gets the soft state at every change
   */
  public record Join(
      JoinOptions options,
      ActorRef<SignalResponse> client,
      ActorRef<ParticipantMemo> memory,
      ActorRef<JoinReply> replyTo)
      implements Command {}

  /**
   * The signal connection found this actor gone and brings it back. Repeated each second until it
   * is answered, because a message to an actor that has just died is lost.
   */
  public record Resume(
      JoinOptions options,
      ParticipantMemo memo,
      ActorRef<SignalResponse> client,
      ActorRef<ParticipantMemo> memory,
      ActorRef<JoinReply> replyTo)
      implements Command {}

  /**
   * A message of the client.
   *
   * @param session the sid given in {@link JoinReply.Accepted}; a stale one is ignored
   */
  public record Signal(String session, SignalRequest request) implements Command {}

  /** The signal connection is gone. */
  public record SignalClosed(String session, SignalLoss why) implements Command {}

  /** Ends at once, as a crash would: for tests. */
  public enum Stop implements Command {
    INSTANCE
  }

  /** A participant nobody has joined as yet. */
  public static Behavior<Command> create() {
    return Behaviors.setup(Participant::new);
  }

  private Participant(ActorContext<Command> context) {
    super(context);
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    if (command instanceof Join join) {
      join.replyTo().tell(new JoinReply.Refused(503, "not built yet"));
    }
    return this;
  }
}
