package akkord.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.app.RunningServer;
import akkord.integration.Await;
import akkord.integration.Clients;
import akkord.integration.Flow;
import akkord.integration.Peer;
import akkord.proto.DisconnectReason;
import akkord.proto.JoinResponse;
import akkord.proto.LeaveRequest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of two nodes is told to stop: everyone goes on through the other. */
@Timeout(120)
class NodeLeaveTest {
  private static final int SECONDS = 15;

  @Test
  void clientsAreSentToTheOtherNode() throws Exception {
    try (TestCluster cluster = TestCluster.of(2, TestCluster.PATIENT);
        Clients clients = new Clients()) {
      RunningServer leaving = cluster.node(0);
      RunningServer staying = cluster.node(1);
      String moving = cluster.roomOn(leaving, clients);
      String safe = cluster.roomOn(staying, clients);
      try (Peer alice = Peer.publisher(clients, "alice", 1000).join(staying.url(), moving);
          Peer bob = Peer.listener(clients, "bob").join(leaving.url(), moving);
          Peer carol = Peer.publisher(clients, "carol", 3000).join(staying.url(), safe);
          Peer dave = Peer.listener(clients, "dave").join(leaving.url(), safe)) {
        new Flow(alice.audio(), bob.reception(1000), "alice to bob").awaitMoving();
        Flow safeAudio = new Flow(carol.audio(), dave.reception(3000), "carol to dave");
        safeAudio.awaitMoving();
        safeAudio.reception().report();

        leaving.shutDown().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);

        isSentAway(alice, LeaveRequest.Action.RECONNECT);
        isSentAway(bob, LeaveRequest.Action.RECONNECT);
        isSentAway(dave, LeaveRequest.Action.RESUME);
        assertTrue(carol.conversation().leave().isEmpty(), carol::toString);
        safeAudio.awaitMore(50);
        safeAudio.assertUninterrupted();
        TestCluster.awaitSize(staying, 1);
        try (Peer again = Peer.listener(clients, "bob").join(staying.url(), moving)) {
          again.awaitConnected();
          JoinResponse joined = again.conversation().join().orElseThrow();
          assertEquals(TestCluster.id(staying), joined.getServerInfo().getNodeId());
          assertEquals(
              bob.conversation().join().orElseThrow().getRoom().getSid(),
              joined.getRoom().getSid());
        }
      }
    }
  }

  private static void isSentAway(Peer peer, LeaveRequest.Action how) {
    LeaveRequest leave = Await.value(() -> peer.conversation().leave(), () -> "leave; " + peer);
    assertEquals(how, leave.getAction(), peer::toString);
    assertEquals(DisconnectReason.SERVER_SHUTDOWN, leave.getReason(), peer::toString);
  }
}
