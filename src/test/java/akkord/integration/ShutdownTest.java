package akkord.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.Done;
import akkord.app.RunningServer;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that is told to stop says goodbye to everyone and is gone within five seconds. */
class ShutdownTest {
  private static final int SECONDS = 5;
  private static final int ROOMS = 3;

  @Test
  void everyoneIsToldAndNothingLingers() throws Exception {
    RunningServer server = new RunningServer(2);
    List<Peer> peers = new ArrayList<>();
    try (Clients clients = new Clients()) {
      for (int room = 0; room < ROOMS; room++) {
        Peer alice = Peer.publisher(clients, "alice", 1000);
        peers.add(alice.join(server.url(), "room " + room).awaitConnected());
        Peer bob = Peer.listener(clients, "bob");
        peers.add(bob.join(server.url(), "room " + room).awaitConnected());
        new Flow(alice.audio(), bob.reception(1000), "audio").awaitMoving();
      }
      CompletableFuture<Done> gone = server.shutDown().toCompletableFuture();
      gone.get(SECONDS, TimeUnit.SECONDS);
      for (Peer peer : peers) {
        LeaveRequest leave = Await.value(() -> peer.conversation().leave(), () -> "leave; " + peer);
        assertEquals(DisconnectReason.SERVER_SHUTDOWN, leave.getReason());
        assertEquals(LeaveRequest.Action.DISCONNECT, leave.getAction());
      }
    } finally {
      peers.forEach(Peer::close);
      server.close();
    }
  }
}
