package akkord.api.webhook;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akkord.actors.room.Room;
import akkord.actors.room.RoomNews;
import akkord.proto.RoomEndReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hears the news of this node's rooms and has each event delivered to every URL. A room that
 * crashes may come back: what was told of it is kept for a while.
 */
public final class Webhooks extends AbstractOnMessageBehavior<Webhooks.Command> {
  // As long as a room waits for a member that is lost.
  private static final Duration MEMBERS_RETURN = Duration.ofSeconds(10);
  private static final Duration ROOM_RETURNS = Duration.ofSeconds(30);
  // A server ends within 5 s, and people are told first.
  private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(2);

  private final TimerScheduler<Command> timers;
  private final WebhookSettings settings;
  private final InstantSource clock;
  private final List<ActorRef<Delivery.Command>> deliveries = new ArrayList<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private int unfinished;

  /** What was told of a room, and the actor that tells it. */
  private record Session(RoomLedger ledger, ActorRef<Room.Command> actor) {}

  sealed interface Command {}

  /** A room of this node has something to tell. */
  record Heard(RoomNews news) implements Command {}

  /** The server ends: answered when nothing waits to be delivered, or time is up. */
  record Finish(ActorRef<Done> replyTo) implements Command {}

  private record DeliveryFinished(ActorRef<Done> replyTo) implements Command {}

  private record RoomStopped(String name, String sid) implements Command {}

  private record RoomAbandoned(String name, String sid) implements Command {}

  private record MembersAbandoned(String name, String sid) implements Command {}

  /** A listener to rooms that delivers to the URLs of {@code settings} and ends in order. */
  public static Behavior<RoomNews> create(WebhookSettings settings) {
    Behavior<Command> webhooks =
        Behaviors.setup(
            context -> {
              finishAtShutdown(context.getSystem(), context.getSelf());
              Poster poster =
                  new HttpPoster(
                      context.getSystem(), settings.workers(), settings.requestTimeout());
              Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
              return create(settings, poster, backoff, InstantSource.system());
            });
    return listening(webhooks);
  }

  /** The same with other means. */
  static Behavior<Command> create(
      WebhookSettings settings, Poster poster, Backoff backoff, InstantSource clock) {
    Behavior<Command> webhooks =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new Webhooks(context, timers, settings, poster, backoff, clock)));
    // One room's news must not cost all others theirs.
    return Behaviors.supervise(webhooks).onFailure(SupervisorStrategy.resume());
  }

  /** Rooms know nothing of this actor's own commands. */
  static Behavior<RoomNews> listening(Behavior<Command> webhooks) {
    return Behaviors.transformMessages(
        RoomNews.class, webhooks, builder -> builder.match(RoomNews.class, Heard::new));
  }

  private Webhooks(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      WebhookSettings settings,
      Poster poster,
      Backoff backoff,
      InstantSource clock) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.clock = clock;
    for (WebhookUrl url : settings.urls()) {
      deliveries.add(
          context.spawnAnonymous(Delivery.create(url, settings, poster, backoff, clock)));
    }
  }

  private static void finishAtShutdown(ActorSystem<Void> system, ActorRef<Command> self) {
    // Rooms have ended in the phase before.
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceStop(),
            "deliver-webhooks",
            () ->
                AskPattern.ask(self, Finish::new, LAST_ATTEMPTS.multipliedBy(2), system.scheduler())
                    .exceptionally(late -> Done.getInstance()));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Heard(RoomNews.Opened opened) -> onOpened(opened);
      case Heard(RoomNews.Seen(var room, var participant)) ->
          ledger(room.getName(), room.getSid()).ifPresent(l -> l.seen(room, participant));
      case Heard(RoomNews.Left(var room, var participant)) ->
          ledger(room.getName(), room.getSid()).ifPresent(l -> l.left(room, participant));
      case Heard(RoomNews.Settled settled) -> onSettled(settled);
      case Heard(RoomNews.Closed closed) -> onClosed(closed);
      case RoomStopped(var name, var sid) -> {
        Command abandoned = new RoomAbandoned(name, sid);
        timers.startSingleTimer(abandoned, abandoned, ROOM_RETURNS);
      }
      case RoomAbandoned(var name, var sid) ->
          ledger(name, sid).ifPresent(l -> abandon(name, l, RoomEndReason.ROOM_END_UNKNOWN));
      case MembersAbandoned(var name, var sid) ->
          ledger(name, sid).ifPresent(RoomLedger::loseMissing);
      case Finish(var replyTo) -> onFinish(replyTo);
      case DeliveryFinished(var replyTo) -> onFinished(replyTo);
    }
    return this;
  }

  private void onOpened(RoomNews.Opened opened) {
    String name = opened.room().getName();
    String sid = opened.room().getSid();
    timers.cancel(new RoomAbandoned(name, sid));
    Optional<RoomLedger> known = ledger(name, sid);
    if (known.isEmpty() && sessions.containsKey(name)) {
      abandon(name, sessions.get(name).ledger(), RoomEndReason.ROOM_END_SUPERSEDED);
    }
    RoomLedger ledger = known.orElseGet(() -> begin(opened));
    Session before = sessions.put(name, new Session(ledger, opened.actor()));
    if (before != null) { // that its actor ended may be told only now, and is no news any more
      getContext().unwatch(before.actor());
    }
    getContext().watchWith(opened.actor(), new RoomStopped(name, sid));
  }

  private RoomLedger begin(RoomNews.Opened opened) {
    akkord.proto.Room room = opened.room();
    if (!opened.again()) {
      return RoomLedger.open(room, settings.fullRooms(), outlet(0));
    }
    // It was told of by a node that is gone: a number that node has not reached.
    long sequence = Math.max(0, clock.millis() - room.getCreationTimeMs());
    return RoomLedger.takeOver(room, settings.fullRooms(), outlet(sequence));
  }

  private Outlet outlet(long sequence) {
    return new Outlet(settings, deliveries, clock, sequence);
  }

  private void onSettled(RoomNews.Settled settled) {
    String name = settled.room().getName();
    String sid = settled.room().getSid();
    ledger(name, sid).ifPresent(l -> l.settled(settled.room(), settled.participants()));
    Command abandoned = new MembersAbandoned(name, sid);
    timers.startSingleTimer(abandoned, abandoned, MEMBERS_RETURN);
  }

  private void onClosed(RoomNews.Closed closed) {
    String name = closed.room().getName();
    ledger(name, closed.room().getSid())
        .ifPresent(
            ledger -> {
              ledger.closed(closed.room(), closed.reason());
              forget(name);
            });
  }

  private void abandon(String name, RoomLedger ledger, RoomEndReason reason) {
    getContext().getLog().warn("Room {} is gone without a word: {}", name, reason);
    ledger.abandoned(reason);
    forget(name);
  }

  private void forget(String name) {
    Session session = sessions.remove(name);
    getContext().unwatch(session.actor());
    timers.cancel(new RoomAbandoned(name, session.ledger().sid()));
    timers.cancel(new MembersAbandoned(name, session.ledger().sid()));
  }

  private Optional<RoomLedger> ledger(String name, String sid) {
    return Optional.ofNullable(sessions.get(name))
        .map(Session::ledger)
        .filter(ledger -> ledger.sid().equals(sid));
  }

  private void onFinish(ActorRef<Done> replyTo) {
    unfinished = deliveries.size();
    ActorRef<Done> finished =
        getContext().messageAdapter(Done.class, done -> new DeliveryFinished(replyTo));
    deliveries.forEach(delivery -> delivery.tell(new Delivery.Finish(LAST_ATTEMPTS, finished)));
  }

  private void onFinished(ActorRef<Done> replyTo) {
    if (--unfinished == 0) {
      replyTo.tell(Done.getInstance());
    }
  }
}
