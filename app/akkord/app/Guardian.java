package akkord.app;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import akkord.actors.ActorLog;
import akkord.actors.Entities;
import akkord.actors.node.MediaNode;
import akkord.actors.room.Revocations;
import akkord.actors.room.Room;
import akkord.actors.room.RoomNews;
import akkord.api.health.HealthRoute;
import akkord.api.health.NodeHealth;
import akkord.api.http.BodyDrain;
import akkord.api.http.Dispatcher;
import akkord.api.http.HttpHandler;
import akkord.api.http.HttpServer;
import akkord.api.page.PageRoute;
import akkord.api.room.RoomServiceSettings;
import akkord.api.room.TwirpRoute;
import akkord.api.signal.RevocationGate;
import akkord.api.signal.RoomLookup;
import akkord.api.signal.SignalConnections;
import akkord.api.signal.SignalRoute;
import akkord.api.webhook.WebhookSettings;
import akkord.api.webhook.Webhooks;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The root actor: starts the media node, the entities and the HTTP listener, in this order. At the
 * end {@link CoordinatedShutdown} closes the listener to new joins; then rooms say goodbye, because
 * the media node drains or, where there are other nodes, because sharding hands them over; then
 * clients whose room lives elsewhere are sent to another node; then the actors stop.
 */
final class Guardian {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration ROOM_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration HTTP_PATIENCE = Duration.ofMillis(200);

  private Guardian() {}

  /** What the steps of starting hand on. */
  private record Parts(
      ActorContext<Object> context,
      Settings settings,
      MediaNode.Description media,
      Consumer<Started> started) {}

  private record NoMedia() {}

  /**
   * Starts everything, or ends the actor system with one line that says why it cannot.
   *
   * @param started told once the server listens
   */
  static Behavior<Void> create(Settings settings, Consumer<Started> started) {
    return Behaviors.setup(
            (ActorContext<Object> context) -> {
              askForMedia(context, settings);
              return Behaviors.receive(Object.class)
                  .onMessage(
                      MediaNode.Description.class,
                      media -> join(new Parts(context, settings, media, started)))
                  .onMessage(NoMedia.class, late -> fail(context, "the media plane is too slow"))
                  .build();
            })
        .narrow();
  }

  /** A node that cannot carry media joins no cluster: should that fail, nothing else has begun. */
  private static void askForMedia(ActorContext<Object> context, Settings settings) {
    ActorRef<MediaNode.Command> node =
        context.spawn(
            ActorLog.of(
                MediaNode.Command.class,
                MediaNode.class,
                Map.of(),
                MediaNode.create(settings.actors().nodeId(), settings.media())),
            "media-node");
    context.ask(
        MediaNode.Description.class,
        node,
        START_TIMEOUT,
        replyTo -> new MediaNode.Describe("startup", replyTo),
        (description, failure) -> failure == null ? description : new NoMedia());
  }

  private static Behavior<Object> join(Parts parts) {
    ActorContext<Object> context = parts.context();
    Cluster cluster = Cluster.get(context.getSystem());
    cluster.subscriptions().tell(Subscribe.create(context.getSelf().narrow(), SelfUp.class));
    ClusterFormation.begin(context.getSystem(), parts.settings().cluster());
    Entities entities =
        Entities.init(
            context.getSystem(),
            parts.settings().actors(),
            parts.media().node(),
            listeners(context, parts.settings().webhooks()));
    return Behaviors.receive(Object.class)
        .onMessage(SelfUp.class, up -> open(parts, entities))
        .build();
  }

  /** Who wants to know what happens in rooms. */
  private static List<ActorRef<RoomNews>> listeners(
      ActorContext<Object> context, WebhookSettings settings) {
    return settings.urls().isEmpty()
        ? List.of()
        : List.of(context.spawn(Webhooks.create(settings), "webhooks"));
  }

  /** Nobody is let in before rooms can live here. */
  private static Behavior<Object> open(Parts parts, Entities entities) {
    ActorContext<Object> context = parts.context();
    try {
      ActorRef<SignalConnections.Command> connections =
          context.spawn(
              SignalConnections.create(parts.settings().signal(), entities::participant), "signal");
      HttpServer http = listen(parts, entities, connections);
      closeAtShutdown(context.getSystem(), http, connections);
      int port = http.ports().getFirst();
      List<String> others = ClusterFormation.others(context.getSystem());
      Announcement announcement =
          new Announcement(
              parts.settings(),
              parts.media(),
              port,
              ClusterFormation.self(context.getSystem()),
              others);
      context.getLog().info("{}", announcement.line());
      if (!parts.settings().log().json()) {
        announcement.lines().forEach(System.out::println);
      }
      parts.started().accept(new Started(port, entities, parts.media().node()));
      return Behaviors.empty();
    } catch (HttpServer.BindFailed e) {
      return fail(context, e.getMessage());
    }
  }

  private static Behavior<Object> fail(ActorContext<Object> context, String why) {
    System.err.println("akkord: " + why);
    CoordinatedShutdown.get(context.getSystem()).runAll(NotStarted.INSTANCE);
    return Behaviors.empty();
  }

  private static HttpServer listen(
      Parts parts, Entities entities, ActorRef<SignalConnections.Command> connections)
      throws HttpServer.BindFailed {
    ActorContext<Object> context = parts.context();
    Settings settings = parts.settings();
    ActorSystem<?> system = context.getSystem();
    RoomLookup rooms =
        name ->
            AskPattern.ask(
                    entities.room(name), Room.Describe::new, ROOM_TIMEOUT, system.scheduler())
                .thenApply(description -> !description.room().getSid().isEmpty());
    SignalRoute signal =
        new SignalRoute(
            settings.signal(), settings.keys(), Clock.systemUTC(), rooms, system, connections);
    ActorRef<Revocations.Command> revocations =
        context.spawn(
            Revocations.create(
                settings.api().revocationRetention(),
                RoomServiceSettings.MAX_REVOCATIONS,
                Clock.systemUTC()),
            "revocations");
    HttpHandler gate =
        new RevocationGate(signal, settings.keys(), Clock.systemUTC(), system, revocations);
    TwirpRoute api =
        new TwirpRoute(
            system, entities, revocations, settings.keys(), Clock.systemUTC(), settings.api());
    Optional<PageRoute> page =
        settings.development()
            ? Optional.of(new PageRoute(settings.keys(), Clock.systemUTC()))
            : Optional.empty();
    HealthRoute health =
        new HealthRoute(
            new NodeHealth(system, parts.media().node()), settings.keys(), Clock.systemUTC());
    return HttpServer.bind(
        system,
        settings.bindAddresses(),
        settings.port(),
        new Dispatcher(new BodyDrain(system, gate), api, health, page));
  }

  private static void closeAtShutdown(
      ActorSystem<?> system, HttpServer http, ActorRef<SignalConnections.Command> connections) {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceUnbind(),
        "no-new-clients",
        () -> http.unbind().thenApply(unbound -> Done.getInstance()));
    // Sockets stay open for goodbyes, until the rooms of this node have ended or moved.
    shutdown.addTask(
        CoordinatedShutdown.PhaseClusterLeave(),
        "close-http",
        () ->
            AskPattern.ask(
                    connections, SignalConnections.SendAway::new, HTTP_PATIENCE, system.scheduler())
                .handle((sent, failure) -> Done.getInstance())
                .thenCompose(done -> http.close(HTTP_PATIENCE))
                .thenApply(closed -> Done.getInstance()));
  }

  private static final class NotStarted implements CoordinatedShutdown.Reason {
    static final NotStarted INSTANCE = new NotStarted();
  }
}
