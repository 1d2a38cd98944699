package akkord.api.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * One call under way.
 *
 * @param apiKey that its caller's token was signed with
 * @param grants what its caller may do
 * @param patience how long an answer is waited for
 * @param hurried whether the caller asked for less than we would have waited
 */
record Call(
    ActorSystem<?> system, String apiKey, Grants grants, Duration patience, boolean hurried) {
  /** Asks an actor; fails with a {@link TwirpError} when it does not answer in time. */
  <C, R> CompletionStage<R> ask(RecipientRef<C> actor, Function<ActorRef<R>, C> question) {
    return AskPattern.<C, R>ask(actor, question::apply, patience, system.scheduler())
        .exceptionally(
            failure -> {
              throw unanswered(failure);
            });
  }

  private RuntimeException unanswered(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof TimeoutException)) {
      return new CompletionException(cause);
    }
    return hurried
        ? new TwirpError(TwirpError.Code.DEADLINE_EXCEEDED, "no answer within X-Twirp-Timeout-Ms")
        : new TwirpError(TwirpError.Code.UNAVAILABLE, "no response from servers");
  }
}
