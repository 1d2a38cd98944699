package akkord.cluster;

import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.remote.RemoteActorRefProvider;
import akka.remote.testkit.Blackhole$;
import akka.remote.testkit.Direction;
import akka.remote.testkit.SetThrottle;
import akkord.actors.node.MediaNode;
import akkord.app.RunningServer;
import akkord.integration.Await;
import akkord.integration.Clients;
import akkord.integration.Peer;
import akkord.media.Candidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Some servers that found each other. */
final class TestCluster implements AutoCloseable {
  /** For clusters that lose nobody: a machine that is busy with other work pauses for seconds. */
  static final Map<String, ?> PATIENT =
      Map.of("akka.cluster.failure-detector.acceptable-heartbeat-pause", "20s");

  private static final int ROOMS = 60;

  private final List<RunningServer> nodes = new ArrayList<>();
  private int rooms;

  /** Starts so many, the others by joining the first; with settings that differ. */
  static TestCluster of(int size, Map<String, ?> settings) throws Exception {
    TestCluster cluster = new TestCluster();
    try {
      while (cluster.nodes.size() < size) {
        cluster.add(settings);
      }
      cluster.awaitSize(size);
      return cluster;
    } catch (Exception | AssertionError failed) {
      cluster.close();
      throw failed;
    }
  }

  /** One more node: the first begins the cluster and has its lowest address. */
  private void add(Map<String, ?> settings) throws Exception {
    Map<String, Object> own = new HashMap<>(settings);
    own.put("cluster.host", "127.0.0." + (nodes.size() + 1));
    if (!nodes.isEmpty()) {
      own.put("cluster.join", List.of(node(0).clusterAddress()));
    }
    nodes.add(new RunningServer(1, own));
  }

  RunningServer node(int index) {
    return nodes.get(index);
  }

  /** Waits until every node knows that {@code size} are up. */
  void awaitSize(int size) {
    for (RunningServer node : nodes) {
      awaitSize(node, size);
    }
  }

  /** Waits until one node knows that {@code size} are up, and none of these unreachable. */
  static void awaitSize(RunningServer node, int size) {
    Await.until(
        () -> up(node) == size && Cluster.get(node.system()).state().getUnreachable().isEmpty(),
        () -> size + " nodes are up for " + node.clusterAddress() + ", not " + up(node));
  }

  private static long up(RunningServer node) {
    return StreamSupport.stream(
            Cluster.get(node.system()).state().getMembers().spliterator(), false)
        .filter(member -> member.status() == MemberStatus.up())
        .count();
  }

  /** What a node calls itself. */
  static String id(RunningServer node) {
    return describe(node).nodeId();
  }

  /** Where a node listens for media. */
  static Set<Integer> ports(RunningServer node) {
    return describe(node).workers().stream()
        .flatMap(worker -> worker.candidates().stream())
        .map(Candidate::port)
        .collect(Collectors.toSet());
  }

  private static MediaNode.Description describe(RunningServer node) {
    TestProbe<MediaNode.Description> probe = TestProbe.create(node.system());
    node.node().tell(new MediaNode.Describe("test", probe.ref()));
    return probe.receiveMessage(Await.PATIENCE);
  }

  /** The name of a room that lives on a node: found by joining rooms until it does. */
  String roomOn(RunningServer node, Clients clients) throws IOException {
    String wanted = id(node);
    for (int tried = 0; tried < ROOMS; tried++) {
      String room = "room " + rooms++;
      if (home(room, node, clients).filter(wanted::equals).isPresent()) {
        return room;
      }
    }
    throw new AssertionError("none of " + ROOMS + " rooms lives on " + wanted);
  }

  /** Where a room lives; empty if a busy machine did not let it open in time. */
  private static Optional<String> home(String room, RunningServer node, Clients clients)
      throws IOException {
    try (Peer scout = Peer.listener(clients, "scout")) {
      scout.join(node.url(), room);
      String found =
          Await.value(() -> scout.conversation().join(), scout::toString)
              .getServerInfo()
              .getNodeId();
      scout.leave();
      return Optional.of(found);
    } catch (IOException refused) {
      return Optional.empty();
    }
  }

  /** Cuts a node off from all others, as if its host had died; its own end it learns itself. */
  void cutOff(RunningServer lost) {
    for (RunningServer other : nodes) {
      if (other != lost) {
        blackhole(lost, other);
        blackhole(other, lost);
      }
    }
  }

  private static void blackhole(RunningServer from, RunningServer to) {
    ExtendedActorSystem system = (ExtendedActorSystem) Adapter.toClassic(from.system());
    Address peer = Cluster.get(to.system()).selfMember().address();
    var unused =
        ((RemoteActorRefProvider) system.provider())
            .transport()
            .managementCommand(new SetThrottle(peer, Direction.Both$.MODULE$, Blackhole$.MODULE$));
  }

  @Override
  public void close() {
    for (RunningServer node : nodes.reversed()) {
      node.close();
    }
  }
}
