package akkord.api.signal;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.Behaviors;
import akkord.actors.ActorLog;
import akkord.actors.participant.JoinOptions;
import akkord.actors.participant.Participant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Parent of all signal connections of a node. */
public final class SignalConnections {
  /** What it is told. */
  public sealed interface Command {}

  /**
   * A client asks for a session.
   *
   * @param tokens renews the client's token
   * @param resumes see {@link Admission.Admitted}
   * @param attempt how often it has been tried before
   */
  record Open(
      JoinOptions options,
      TokenRenewal tokens,
      Optional<String> resumes,
      int attempt,
      ActorRef<Opening> replyTo)
      implements Command {
    /** The same once more. */
    Open again() {
      return new Open(options, tokens, resumes, attempt + 1, replyTo);
    }

    /** For the log. */
    String who() {
      return options.identity() + " in " + options.room();
    }
  }

  /** The node ends: clients that are still here shall go on through another one. */
  public record SendAway(ActorRef<Done> replyTo) implements Command {}

  private SignalConnections() {}

  /**
   * Starts connections.
   *
   * @param participants finds a participant by room and identity
   */
  public static Behavior<Command> create(
      SignalSettings settings,
      BiFunction<String, String, RecipientRef<Participant.Command>> participants) {
    SharedFrames frames = new SharedFrames();
    return Behaviors.setup(
        context ->
            Behaviors.receiveMessage(
                command -> {
                  if (command instanceof SendAway(var replyTo)) {
                    for (ActorRef<Void> connection : context.getChildren()) {
                      connection
                          .<SignalConnection.Command>unsafeUpcast()
                          .tell(new SignalConnection.NodeEnds());
                    }
                    replyTo.tell(Done.getInstance());
                    return Behaviors.same();
                  }
                  Open open = (Open) command;
                  JoinOptions who = open.options();
                  context.spawnAnonymous(
                      ActorLog.of(
                          SignalConnection.Command.class,
                          SignalConnection.class,
                          Map.of("room", who.room(), "participant", who.identity()),
                          SignalConnection.create(
                              open,
                              settings,
                              frames,
                              participants.apply(who.room(), who.identity()),
                              context.getSelf())));
                  return Behaviors.same();
                }));
  }
}
