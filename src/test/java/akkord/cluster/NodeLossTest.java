package akkord.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.app.RunningServer;
import akkord.integration.Await;
import akkord.integration.Clients;
import akkord.integration.Flow;
import akkord.integration.Peer;
import akkord.proto.LeaveRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The oldest of three nodes, which also has the lowest address, is cut off: it places the rooms and
 * leads the cluster, so everything that it did has to be taken over.
 */
@Timeout(120)
class NodeLossTest {
  @Test
  void whatALostNodeCarriedGoesOnElsewhere() throws Exception {
    Map<String, ?> settings = Map.of("akka.remote.artery.advanced.test-mode", true);
    try (TestCluster cluster = TestCluster.of(3, settings);
        Clients clients = new Clients()) {
      RunningServer lost = cluster.node(0);
      RunningServer near = cluster.node(1);
      RunningServer far = cluster.node(2);
      String doomed = cluster.roomOn(lost, clients);
      String safe = cluster.roomOn(near, clients);
      try (Peer alice = Peer.publisher(clients, "alice", 1000).join(near.url(), doomed);
          Peer bob = Peer.listener(clients, "bob").join(lost.url(), doomed);
          Peer carol = Peer.publisher(clients, "carol", 3000).join(far.url(), safe);
          Peer dave = Peer.listener(clients, "dave").join(lost.url(), safe)) {
        Flow doomedAudio = new Flow(alice.audio(), bob.reception(1000), "alice to bob");
        Flow safeAudio = new Flow(carol.audio(), dave.reception(3000), "carol to dave");
        doomedAudio.awaitMoving();
        safeAudio.awaitMoving();
        safeAudio.reception().report();

        cluster.cutOff(lost);

        mustComeBack(alice); // her room's node is gone, her own is not
        mustComeBack(bob); // his node has noticed that it is alone
        TestCluster.awaitSize(near, 2);
        TestCluster.awaitSize(far, 2);
        // Media does not depend on the node that dave signalled through.
        safeAudio.awaitMore(50);
        safeAudio.assertUninterrupted();
        assertTrue(carol.conversation().leave().isEmpty(), carol::toString);
        newSessionsFind(doomed, sid(alice), List.of(near, far), clients);
        newSessionsFind(safe, sid(carol), List.of(far, near), clients);
      }
    }
  }

  private static void mustComeBack(Peer peer) {
    LeaveRequest leave = Await.value(() -> peer.conversation().leave(), () -> "leave; " + peer);
    assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction(), peer::toString);
  }

  private static String sid(Peer peer) {
    return peer.conversation().join().orElseThrow().getRoom().getSid();
  }

  private static void newSessionsFind(
      String room, String sid, List<RunningServer> nodes, Clients clients) throws Exception {
    try (Peer erin = Peer.publisher(clients, "erin", 5000).join(nodes.get(0).url(), room);
        Peer frank = Peer.listener(clients, "frank").join(nodes.get(1).url(), room)) {
      erin.awaitConnected();
      frank.awaitConnected();
      assertEquals(sid, sid(erin));
      assertEquals(sid, sid(frank));
      new Flow(erin.audio(), frank.reception(5000), "erin to frank in " + room).awaitMoving();
    }
  }
}
