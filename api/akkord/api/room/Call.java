package akkord.api.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.TimeoutAccess;
import java.time.Duration;
import java.util.Optional;
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
 * @param wanted how long its caller waits, if it said so
 * @param http the HTTP server's own patience with it
 */
record Call(
    ActorSystem<?> system,
    String apiKey,
    Grants grants,
    Duration patience,
    Optional<Duration> wanted,
    Optional<TimeoutAccess> http) {
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** The same call with more patience, because its answer is a person's or a program's. */
  Call waiting(Duration longer) {
    http.ifPresent(access -> access.updateTimeout(scala(longer.plus(SLACK))));
    return new Call(system, apiKey, grants, longer, wanted, http);
  }

  private static scala.concurrent.duration.Duration scala(Duration duration) {
    return scala.concurrent.duration.Duration.fromNanos(duration.toNanos());
  }

  /** Asks an actor; fails with a {@link TwirpError} when it does not answer in time. */
  <C, R> CompletionStage<R> ask(RecipientRef<C> actor, Function<ActorRef<R>, C> question) {
    Duration wait = isHurried() ? wanted.orElseThrow() : patience;
    return AskPattern.<C, R>ask(actor, question::apply, wait, system.scheduler())
        .exceptionally(
            failure -> {
              throw unanswered(failure);
            });
  }

  /** Whether its caller asked for less than we would have waited. */
  private boolean isHurried() {
    return wanted.isPresent() && wanted.get().compareTo(patience) < 0;
  }

  private RuntimeException unanswered(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof TimeoutException)) {
      return new CompletionException(cause);
    }
    return isHurried()
        ? new TwirpError(TwirpError.Code.DEADLINE_EXCEEDED, "no answer within X-Twirp-Timeout-Ms")
        : new TwirpError(TwirpError.Code.UNAVAILABLE, "no response from servers");
  }
}
