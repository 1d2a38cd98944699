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
import akka.cluster.typed.Join;
import akkord.actors.Entities;
import akkord.actors.node.MediaNode;
import akkord.actors.room.Room;
import akkord.api.http.Dispatcher;
import akkord.api.http.HttpServer;
import akkord.api.page.PageRoute;
import akkord.api.signal.RoomLookup;
import akkord.api.signal.SignalConnections;
import akkord.api.signal.SignalRoute;
import com.typesafe.config.Config;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The root actor: starts the media node, the entities and the HTTP listener, in this order. At the
 * end {@link CoordinatedShutdown} closes the listener to new joins, then the media node says
 * goodbye to everyone, then the actors stop.
 */
final class Guardian {
  private static final Duration ROOM_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration HTTP_PATIENCE = Duration.ofMillis(200);

  private Guardian() {}

  /**
   * Starts everything, or ends the actor system with one line that says why it cannot.
   *
   * @param started told once the server listens
   */
  static Behavior<Void> create(Settings settings, Config config, Consumer<Started> started) {
    return Behaviors.setup(
        context -> {
          joinCluster(context.getSystem(), config);
          ActorRef<MediaNode.Command> node =
              context.spawn(
                  MediaNode.create(settings.actors().nodeId(), settings.media()), "media-node");
          Entities entities = Entities.init(context.getSystem(), settings.actors(), node);
          try {
            HttpServer http = listen(context, settings, entities);
            closeAtShutdown(context.getSystem(), http);
            int port = http.ports().getFirst();
            announce(context.getSystem(), settings, node, port);
            started.accept(new Started(port, entities, node));
          } catch (HttpServer.BindFailed e) {
            context.getLog().error(e.getMessage());
            System.err.println("akkord: " + e.getMessage());
            CoordinatedShutdown.get(context.getSystem()).runAll(NotStarted.INSTANCE);
          }
          return Behaviors.empty();
        });
  }

  private static void joinCluster(ActorSystem<?> system, Config config) {
    if (config.getStringList("akka.cluster.seed-nodes").isEmpty()) {
      Cluster cluster = Cluster.get(system);
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }
  }

  private static HttpServer listen(ActorContext<Void> context, Settings settings, Entities entities)
      throws HttpServer.BindFailed {
    ActorSystem<Void> system = context.getSystem();
    ActorRef<SignalConnections.Command> connections =
        context.spawn(SignalConnections.create(settings.signal(), entities::participant), "signal");
    RoomLookup rooms =
        name ->
            AskPattern.ask(
                    entities.room(name), Room.Describe::new, ROOM_TIMEOUT, system.scheduler())
                .thenApply(description -> !description.room().getSid().isEmpty());
    SignalRoute signal =
        new SignalRoute(
            settings.signal(), settings.keys(), Clock.systemUTC(), rooms, system, connections);
    Optional<PageRoute> page =
        settings.development()
            ? Optional.of(new PageRoute(settings.keys(), Clock.systemUTC()))
            : Optional.empty();
    return HttpServer.bind(
        system, settings.bindAddresses(), settings.port(), new Dispatcher(signal, page));
  }

  private static void closeAtShutdown(ActorSystem<?> system, HttpServer http) {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    // Sockets stay open for the goodbyes: hard termination comes after the media node has drained.
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "close-http",
        () -> http.close(HTTP_PATIENCE).thenApply(closed -> Done.getInstance()));
  }

  private static void announce(
      ActorSystem<?> system, Settings settings, ActorRef<MediaNode.Command> node, int port) {
    AskPattern.<MediaNode.Command, MediaNode.Description>ask(
            node,
            replyTo -> new MediaNode.Describe("startup", replyTo),
            Duration.ofSeconds(10),
            system.scheduler())
        .whenComplete(
            (description, failure) -> {
              if (failure == null) {
                List<String> lines = new Announcement(settings, description, port).lines();
                lines.forEach(System.out::println);
              }
            });
  }

  private static final class NotStarted implements CoordinatedShutdown.Reason {
    static final NotStarted INSTANCE = new NotStarted();
  }
}
