package akkord.integration;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akkord.app.RunningServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Stops entities and looks for their successors. */
final class Victims {
  private static final Duration RESOLVE = Duration.ofSeconds(3);

  private final RunningServer server;
  private final TestProbe<Object> probe;

  Victims(RunningServer server) {
    this.server = server;
    this.probe = TestProbe.create(server.system());
  }

  /** Sends {@code stop} to an entity and waits for the end of its actor. */
  <M> ActorRef<?> stop(EntityRef<M> entity, M stop) {
    ActorRef<?> actor = Await.value(() -> find(entity), () -> entity + " lives");
    entity.tell(stop);
    probe.expectTerminated(actor, Await.PATIENCE);
    return actor;
  }

  /** Waits until an actor other than {@code former} lives under an entity's id. */
  void awaitSuccessor(EntityRef<?> entity, ActorRef<?> former) {
    Await.until(
        () -> find(entity).filter(actor -> !actor.equals(former)).isPresent(),
        () -> entity + " comes back");
  }

  private Optional<ActorRef<?>> find(EntityRef<?> entity) {
    String path =
        "/system/sharding/%s/*/%s"
            .formatted(
                entity.getTypeKey().name(),
                URLEncoder.encode(entity.getEntityId(), StandardCharsets.UTF_8));
    try {
      return Optional.of(
          Adapter.toTyped(
              Adapter.toClassic(server.system())
                  .actorSelection(path)
                  .resolveOne(RESOLVE)
                  .toCompletableFuture()
                  .get()));
    } catch (ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
