package akkord.app;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import akka.management.javadsl.AkkaManagement;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** How this node finds its cluster, and whom it found. */
final class ClusterFormation {
  private ClusterFormation() {}

  /**
   * Begins to join: seed nodes are joined by Akka itself, discovery asks for them, and without
   * either a server is a cluster of its own.
   */
  static void begin(ActorSystem<?> system, ClusterSettings settings) {
    Cluster cluster = Cluster.get(system);
    List<String> seeds = system.settings().config().getStringList("akka.cluster.seed-nodes");
    if (!settings.discovery().isEmpty()) {
      // It answers the others' questions and is no part of starting: who cannot bind, finds nobody.
      var unused = AkkaManagement.get(system.classicSystem()).start();
      ClusterBootstrap.get(system.classicSystem()).start();
    } else if (seeds.isEmpty()) {
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    } else {
      System.out.println("Joining the cluster of " + String.join(", ", seeds) + " ...");
    }
  }

  /** Where other nodes find this one: {@code host:port}. */
  static String self(ActorSystem<?> system) {
    return hostAndPort(Cluster.get(system).selfMember().address());
  }

  /** Where the others are, this one left out. */
  static List<String> others(ActorSystem<?> system) {
    Cluster cluster = Cluster.get(system);
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .map(Member::address)
        .filter(address -> !Objects.equals(address, cluster.selfMember().address()))
        .map(ClusterFormation::hostAndPort)
        .toList();
  }

  private static String hostAndPort(Address address) {
    String host = address.getHost().orElse("");
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
        + ":"
        + address.getPort().orElse(0);
  }
}
