package akkord.actors;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Map;

/** Gives an actor's log lines a logger of its own class and marks them with what they are about. */
public final class ActorLog {
  private ActorLog() {}

  /**
   * The same behavior. Akka would guess the logger from the stack, and often finds its own class.
   *
   * @param command what the actor understands
   * @param actor names the logger
   * @param ids {@code room}, {@code participant}, {@code track} where they are known
   */
  public static <M> Behavior<M> of(
      Class<M> command, Class<?> actor, Map<String, String> ids, Behavior<M> behavior) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(actor);
          return ids.isEmpty() ? behavior : Behaviors.withMdc(command, ids, behavior);
        });
  }
}
