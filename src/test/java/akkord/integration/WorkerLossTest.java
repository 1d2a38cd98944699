package akkord.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.node.MediaNode;
import akkord.app.RunningServer;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A media worker that dies takes its calls along, no others, and serves the next ones. */
class WorkerLossTest {
  private static final long ALICE = 1000;
  private static final long DORA = 2000;
  // The least loaded of two idle workers, so the first room's.
  private static final int FIRST = 0;

  @Test
  void itsClientsComeBackAndOthersNoticeNothing() throws Exception {
    try (RunningServer server = new RunningServer(2);
        Clients clients = new Clients();
        Peer alice = joined(server, Peer.publisher(clients, "alice", ALICE), "one");
        Peer bob = joined(server, Peer.listener(clients, "bob"), "one");
        Peer dora = joined(server, Peer.publisher(clients, "dora", DORA), "two");
        Peer emil = joined(server, Peer.listener(clients, "emil"), "two")) {
      assertNotEquals(alice.server(), dora.server(), "both rooms on one worker");
      Flow lost = flow(alice, ALICE, bob);
      Flow other = flow(dora, DORA, emil);
      lost.awaitMoving();
      other.awaitMoving();
      other.reception().report();

      server.node().tell(new MediaNode.KillWorker(FIRST));
      for (Peer peer : new Peer[] {alice, bob}) {
        LeaveRequest leave = Await.value(() -> peer.conversation().leave(), () -> "leave; " + peer);
        assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction());
        assertEquals(DisconnectReason.STATE_MISMATCH, leave.getReason());
      }

      try (Peer again = joined(server, Peer.publisher(clients, "alice", ALICE), "one");
          Peer bobAgain = joined(server, Peer.listener(clients, "bob"), "one")) {
        assertEquals(alice.server(), again.server(), "the worker serves its port again");
        flow(again, ALICE, bobAgain).awaitMoving();
      }
      other.awaitMoving();
      other.assertUninterrupted();
      assertTrue(emil.conversation().leave().isEmpty(), emil::toString);
    }
  }

  private static Peer joined(RunningServer server, Peer peer, String room) throws IOException {
    return peer.join(server.url(), room).awaitConnected();
  }

  private static Flow flow(Peer from, long ssrc, Peer to) {
    return new Flow(from.audio(), to.reception(ssrc), "audio");
  }
}
