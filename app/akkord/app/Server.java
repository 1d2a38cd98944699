package akkord.app;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kamon.Kamon;

/** A running server. */
final class Server {
  private Server() {}

  /** Starts one; the caller ends it by {@link ActorSystem#terminate}, the operator by SIGTERM. */
  static ActorSystem<Void> start(Settings settings, Config config) {
    return start(settings, config, started -> {});
  }

  /** Starts one and says how to reach it as soon as it listens. */
  static ActorSystem<Void> start(Settings settings, Config config, Consumer<Started> started) {
    Config resolved = named(settings, metrics(settings, settings.cluster().over(config)));
    return ActorSystem.create(Guardian.create(settings, started), ClusterSettings.SYSTEM, resolved);
  }

  /** The node's id is one of its roles, so that every member of the cluster knows it. */
  private static Config named(Settings settings, Config config) {
    List<String> roles = new ArrayList<>(config.getStringList("akka.cluster.roles"));
    roles.add(settings.actors().nodeId());
    return config.withValue("akka.cluster.roles", ConfigValueFactory.fromIterable(roles));
  }

  private static Config metrics(Settings settings, Config config) {
    if (settings.prometheusPort() == 0) {
      return config;
    }
    Config resolved =
        ConfigFactory.parseMap(
                Map.of(
                    "kamon.prometheus.embedded-server.hostname",
                    "0.0.0.0",
                    "kamon.prometheus.embedded-server.port",
                    settings.prometheusPort()))
            .withFallback(config)
            .withValue("kamon.environment.service", ConfigValueFactory.fromAnyRef("akkord"));
    // Loads the Prometheus reporter that lies on the class path.
    Kamon.initWithoutAttaching(resolved);
    return resolved;
  }
}
