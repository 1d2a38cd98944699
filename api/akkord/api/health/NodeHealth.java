package akkord.api.health;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akkord.actors.node.MediaNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is known of this node and of its cluster, as seen from here. */
public final class NodeHealth {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String NODE_ID = "ND_";

  private final ActorSystem<?> system;
  private final ActorRef<MediaNode.Command> media;

  /** Asks {@code media} of {@code system}. */
  public NodeHealth(ActorSystem<?> system, ActorRef<MediaNode.Command> media) {
    this.system = system;
    this.media = media;
  }

  /**
   * A node of the cluster.
   *
   * @param id {@code ND_...}, empty if it does not tell
   * @param address {@code host:port} for other nodes
   * @param status in lower case: joining, up, leaving, ...
   * @param reachable whether this node can reach it
   */
  public record Node(String id, String address, String status, boolean reachable) {}

  /** Empty if its media workers run, else what is wrong. */
  CompletionStage<Optional<String>> alive() {
    return describe().thenApply(NodeHealth::dead).exceptionally(NodeHealth::silent);
  }

  /** Empty if it also takes new calls, else why not. */
  CompletionStage<Optional<String>> ready() {
    if (CoordinatedShutdown.get(system).getShutdownReason().isPresent()) {
      return CompletableFuture.completedFuture(Optional.of("shutting down"));
    }
    MemberStatus status = Cluster.get(system).selfMember().status();
    if (!status.equals(MemberStatus.up())) {
      return CompletableFuture.completedFuture(
          Optional.of("not a member of the cluster: " + name(status)));
    }
    return describe()
        .thenApply(
            node ->
                dead(node).or(() -> node.accepting() ? Optional.empty() : Optional.of("draining")))
        .exceptionally(NodeHealth::silent);
  }

  /** All members, by address. */
  public List<Node> nodes() {
    Cluster cluster = Cluster.get(system);
    List<Node> nodes = new ArrayList<>();
    for (Member member : cluster.state().getMembers()) {
      String id =
          member.getRoles().stream()
              .filter(role -> role.startsWith(NODE_ID))
              .findFirst()
              .orElse("");
      String address = member.address().getHost().orElse("") + ":" + port(member);
      boolean reachable = !cluster.state().getUnreachable().contains(member);
      nodes.add(new Node(id, address, name(member.status()), reachable));
    }
    return nodes;
  }

  private CompletionStage<MediaNode.Description> describe() {
    return AskPattern.ask(
        media, replyTo -> new MediaNode.Describe("", replyTo), PATIENCE, system.scheduler());
  }

  private static Optional<String> dead(MediaNode.Description node) {
    long dead = node.workers().stream().filter(worker -> !worker.alive()).count();
    return dead == 0
        ? Optional.empty()
        : Optional.of("%d of %d media workers are down".formatted(dead, node.workers().size()));
  }

  private static Optional<String> silent(Throwable late) {
    return Optional.of("the media node does not answer");
  }

  private static String port(Member member) {
    return member.address().getPort().map(String::valueOf).orElse("");
  }

  private static String name(MemberStatus status) {
    return status.toString().toLowerCase(Locale.ROOT);
  }
}
