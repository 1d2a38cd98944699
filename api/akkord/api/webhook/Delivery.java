package akkord.api.webhook;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akkord.api.webhook.WebhookMetrics.Outcome;
import akkord.api.webhook.WebhookMetrics.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Posts events to one URL: each at least once, those of a room one after the other, until they are
 * taken, refused or too old.
 */
final class Delivery extends AbstractOnMessageBehavior<Delivery.Command> {
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

  private final TimerScheduler<Command> timers;
  private final WebhookUrl url;
  private final WebhookSettings settings;
  private final Poster poster;
  private final Signer signer;
  private final Backoff backoff;
  private final InstantSource clock;
  private final Backlog backlog;
  private final WebhookMetrics metrics;
  private int posting;
  private int failures;
  private boolean complained;
  private Instant lastComplaint = Instant.EPOCH;
  private int untold;
  private Optional<ActorRef<Done>> finishing = Optional.empty();

  /** What a delivery is told. */
  sealed interface Command {}

  /** Deliver this. */
  record Deliver(Message message) implements Command {}

  /** The server ends: try what waits once more, then give up; answered when nothing is left. */
  record Finish(Duration within, ActorRef<Done> replyTo) implements Command {}

  private record Answered(Message message, Answer answer) implements Command {}

  private record NotAnswered(Message message, Throwable why) implements Command {}

  private record Again(String room) implements Command {}

  private enum Internal implements Command {
    TIME_IS_UP,
    TELL_GIVEN_UP
  }

  /** Delivers to {@code url}. */
  static Behavior<Command> create(
      WebhookUrl url,
      WebhookSettings settings,
      Poster poster,
      Backoff backoff,
      InstantSource clock) {
    Behavior<Command> delivery =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new Delivery(context, timers, url, settings, poster, backoff, clock)));
    // What waits must outlive a bug in what one event met.
    return Behaviors.supervise(delivery).onFailure(SupervisorStrategy.resume());
  }

  private Delivery(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      WebhookUrl url,
      WebhookSettings settings,
      Poster poster,
      Backoff backoff,
      InstantSource clock) {
    super(context);
    this.timers = timers;
    this.url = url;
    this.settings = settings;
    this.poster = poster;
    this.backoff = backoff;
    this.clock = clock;
    this.signer = new Signer(settings.apiKey(), settings.keys(), clock);
    this.backlog = new Backlog(settings.maxDepth(), settings.maxBytes());
    this.metrics = new WebhookMetrics(url.label());
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Deliver(var message) ->
          backlog.add(message).forEach(old -> giveUp(old, Reason.OVERFLOW));
      case Answered(var message, var answer) -> onAnswer(message, answer);
      case NotAnswered(var message, var why) -> onFailure(message, reason(why), Duration.ZERO);
      case Again(var room) -> backlog.wake(room);
      case Finish finish -> onFinish(finish);
      case Internal.TIME_IS_UP -> giveUpAll();
      case Internal.TELL_GIVEN_UP -> tellGivenUp();
    }
    post();
    metrics.waiting(backlog.size(), backlog.bytes());
    return this;
  }

  private void post() {
    while (posting < settings.workers()) {
      Optional<Message> next = backlog.next();
      if (next.isEmpty()) {
        break;
      }
      Message message = next.get();
      if (age(message).compareTo(settings.maxAge()) > 0) {
        backlog.done(message, false);
        giveUp(message, Reason.EXPIRED);
      } else {
        posting++;
        getContext()
            .pipeToSelf(
                poster.post(url, message, signer.sign(message.body())),
                (answer, failure) ->
                    failure == null
                        ? new Answered(message, answer)
                        : new NotAnswered(message, failure));
      }
    }
    if (backlog.size() == 0) {
      finishing.ifPresent(replyTo -> replyTo.tell(Done.getInstance()));
      finishing = Optional.empty();
    }
  }

  private void onAnswer(Message message, Answer answer) {
    switch (answer.verdict()) {
      case TAKEN -> {
        end(message, Outcome.TAKEN);
        metrics.taken(age(message));
      }
      case REFUSED -> {
        end(message, Outcome.REFUSED);
        giveUp(message, Reason.REFUSED);
      }
      case LATER ->
          onFailure(
              message,
              "it answers with status " + answer.status(),
              answer.retryAfter().orElse(Duration.ZERO));
    }
  }

  private void end(Message message, Outcome outcome) {
    posting--;
    metrics.attempt(outcome);
    backlog.done(message, true);
    if (complained) {
      getContext().getLog().info("Webhook {} answers again after {} failures", url, failures);
    }
    complained = false;
    failures = 0;
    getContext().getLog().debug("Webhook {}: {} {}", url, message, outcome);
  }

  private void onFailure(Message message, String why, Duration asked) {
    posting--;
    metrics.attempt(Outcome.FAILED);
    failures++;
    complain(why);
    getContext().getLog().debug("Webhook {}: {}: {}", url, message, why);
    Again again = new Again(message.room());
    timers.startSingleTimer(again, again, backoff.after(backlog.failed(message), asked));
  }

  /** Once in an outage; a receiver that fails now and then is no news each time. */
  private void complain(String why) {
    Instant now = clock.instant();
    if (!complained && now.isAfter(lastComplaint.plus(LOG_INTERVAL))) {
      complained = true;
      lastComplaint = now;
      long seconds = settings.maxAge().toSeconds();
      getContext().getLog().warn("Webhook {}: {}; events wait for up to {} s", url, why, seconds);
    }
  }

  private void onFinish(Finish finish) {
    finishing = Optional.of(finish.replyTo());
    timers.startSingleTimer(Internal.TIME_IS_UP, finish.within());
    backlog.wakeAll();
  }

  private void giveUpAll() {
    for (Message message : backlog.clear()) {
      giveUp(message, Reason.SHUTDOWN);
    }
    tellGivenUp();
  }

  private void giveUp(Message message, Reason reason) {
    metrics.givenUp(reason);
    if (timers.isTimerActive(Internal.TELL_GIVEN_UP)) {
      untold++;
    } else {
      getContext().getLog().warn("Webhook {} gives up {}: {}", url, message, reason);
      timers.startSingleTimer(Internal.TELL_GIVEN_UP, LOG_INTERVAL);
    }
  }

  /** A receiver that is gone for long costs many events: one line tells of all. */
  private void tellGivenUp() {
    if (untold > 0) {
      getContext().getLog().warn("Webhook {} gave up {} more events", url, untold);
      untold = 0;
      timers.startSingleTimer(Internal.TELL_GIVEN_UP, LOG_INTERVAL);
    }
  }

  private Duration age(Message message) {
    return Duration.between(message.created(), clock.instant());
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = cause.getMessage();
    return text == null ? cause.getClass().getSimpleName() : text;
  }
}
