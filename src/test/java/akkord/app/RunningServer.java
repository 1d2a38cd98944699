package akkord.app;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akkord.actors.Entities;
import akkord.actors.node.MediaNode;
import akkord.media.MediaSettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The whole server inside the test's JVM: loopback, free ports, key devkey with secret secret. */
public final class RunningServer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final ActorSystem<Void> system;
  private final Started started;

  /** Starts one with so many media workers and waits until it listens. */
  public RunningServer(int workers) throws Exception {
    this(workers, Map.of());
  }

  /** The same with settings that differ. */
  public RunningServer(int workers, Map<String, ?> differing) throws Exception {
    Config config =
        ConfigFactory.parseMap(differing)
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "port",
                        0,
                        "bind_addresses",
                        List.of("127.0.0.1"),
                        "keys.devkey",
                        "secret")))
            .withFallback(ConfigFactory.load("actors-test"));
    Settings read = Settings.from(config);
    Settings settings =
        new Settings(
            read.port(),
            read.bindAddresses(),
            read.development(),
            read.keys(),
            read.actors(),
            read.signal(),
            read.api(),
            MediaSettings.loopback(workers),
            read.cluster(),
            read.webhooks(),
            read.prometheusPort(),
            read.log());
    CompletableFuture<Started> listening = new CompletableFuture<>();
    system = Server.start(settings, config, listening::complete);
    started = listening.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Its actor system. */
  public ActorSystem<Void> system() {
    return system;
  }

  /** Its actors by name. */
  public Entities entities() {
    return started.entities();
  }

  /** Its media node. */
  public ActorRef<MediaNode.Command> node() {
    return started.node();
  }

  /** Where other nodes find it: {@code host:port}. */
  public String clusterAddress() {
    return ClusterFormation.self(system);
  }

  /** The other nodes that it knows. */
  public List<String> others() {
    return ClusterFormation.others(system);
  }

  /** Where signalling connects: {@code ws://host:port}. */
  public String url() {
    return "ws://127.0.0.1:" + started.port();
  }

  /** Ends it as SIGTERM does; completes when its last actor has stopped. */
  public CompletionStage<Done> shutDown() {
    return CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.jvmExitReason())
        .thenCompose(done -> system.getWhenTerminated());
  }

  @Override
  public void close() {
    shutDown().toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
