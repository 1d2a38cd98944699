package akkord.actors;

import akka.actor.Address;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What this node knows of the cluster's others. */
public final class Nodes {
  private static final Set<MemberStatus> ENDED =
      Set.of(MemberStatus.down(), MemberStatus.removed());
  private static final Set<MemberStatus> ENDING =
      Set.of(
          MemberStatus.leaving(),
          MemberStatus.exiting(),
          MemberStatus.down(),
          MemberStatus.removed());

  private Nodes() {}

  /**
   * Tells, later, whether the node that an actor lives on now is lost: whatever it carried is gone,
   * although the actor may be started anew elsewhere, and a node at the same address.
   */
  public static BooleanSupplier lossOf(ActorSystem<?> system, ActorRef<?> actor) {
    Address address = actor.path().address();
    if (address.hasLocalScope()) {
      return () -> false;
    }
    Cluster cluster = Cluster.get(system);
    Set<UniqueAddress> homes =
        members(cluster.state())
            .map(Member::uniqueAddress)
            .filter(node -> node.address().equals(address))
            .collect(Collectors.toUnmodifiableSet());
    return () -> areLost(homes, cluster.state());
  }

  /** The news of an actor's end may come before the news of its node's removal. */
  private static boolean areLost(Set<UniqueAddress> nodes, CurrentClusterState cluster) {
    return members(cluster)
        .filter(member -> nodes.contains(member.uniqueAddress()))
        .filter(member -> !cluster.getUnreachable().contains(member))
        .allMatch(member -> ENDED.contains(member.status()));
  }

  /** Whether this node ends, and every entity on it. */
  static boolean isEnding(ActorSystem<?> system) {
    return CoordinatedShutdown.get(system).getShutdownReason().isPresent();
  }

  /** Whether clients that are sent away from this node can go on elsewhere: not if all end. */
  public static boolean hasOthers(ActorSystem<?> system) {
    Cluster cluster = Cluster.get(system);
    return members(cluster.state())
        .filter(member -> !member.uniqueAddress().equals(cluster.selfMember().uniqueAddress()))
        .anyMatch(member -> !ENDING.contains(member.status()));
  }

  /** Where the member with this id is, one of its roles; empty unless it is up and reachable. */
  static Optional<Address> address(ActorSystem<?> system, String nodeId) {
    if (!nodeId.startsWith("ND_")) {
      return Optional.empty();
    }
    CurrentClusterState cluster = Cluster.get(system).state();
    return members(cluster)
        .filter(member -> member.hasRole(nodeId) && member.status().equals(MemberStatus.up()))
        .filter(member -> !cluster.getUnreachable().contains(member))
        .map(Member::address)
        .findFirst();
  }

  private static Stream<Member> members(CurrentClusterState cluster) {
    return StreamSupport.stream(cluster.getMembers().spliterator(), false);
  }
}
