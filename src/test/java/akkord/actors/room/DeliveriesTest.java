package akkord.actors.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akkord.actors.MediaPlacement;
import akkord.actors.Samples;
import akkord.actors.node.DataDoor;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.proto.DataPacket;
import akkord.proto.UserPacket;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private static final RoomReply DONE = new RoomReply.Done(akkord.proto.Room.getDefaultInstance());

  private final TestInbox<MediaNode.Command> node = TestInbox.create();
  private final TestInbox<MediaNode.Notice> notices = TestInbox.create();
  private final Roster roster = new Roster();
  private long now;
  private final DataRelay relay =
      new DataRelay(roster, new DataDoor(), notices.getRef(), () -> now);
  private final Deliveries deliveries =
      new Deliveries(relay, new DataDoor(), notices.getRef(), () -> now);

  @BeforeEach
  void join() {
    reachable("alice", 0);
    reachable("bob", 1);
  }

  private void reachable(String name, int worker) {
    String sid = "PA_" + name;
    TestInbox<Participant.Command> inbox = TestInbox.create();
    roster.add(
        new Joiner(Samples.participant(sid, name), false, "", Optional.empty()), inbox.getRef());
    MediaPlacement placement =
        new MediaPlacement(node.getRef(), worker, List.of(Samples.CANDIDATE), Samples.FINGERPRINT);
    relay.on(new DataOrder.Reach(sid, placement, sid, List.of(DataChannelLabel.RELIABLE)));
  }

  private TestInbox<RoomReply> send(String... identities) {
    return send(ByteString.EMPTY, identities);
  }

  private TestInbox<RoomReply> send(ByteString nonce, String... identities) {
    TestInbox<RoomReply> caller = TestInbox.create();
    deliveries.send(
        DataPacket.newBuilder()
            .setUser(UserPacket.newBuilder().setNonce(nonce))
            .addAllDestinationIdentities(List.of(identities))
            .build(),
        DONE,
        caller.getRef());
    return caller;
  }

  private String ticket() {
    return ((MediaNode.Deliver) node.receiveMessage()).ticket();
  }

  private static boolean isBusy(TestInbox<RoomReply> caller) {
    return caller.receiveMessage() instanceof RoomReply.Busy;
  }

  @Test
  void theCallerHearsOnceAllWorkersHaveTakenIt() {
    TestInbox<RoomReply> caller = send();
    String first = ticket();
    String second = ticket();
    deliveries.delivered(first, true);
    deliveries.delivered(first, true);
    assertFalse(caller.hasMessages());
    deliveries.delivered(second, true);
    assertEquals(DONE, caller.receiveMessage());
    deliveries.delivered(second, true);
    assertFalse(caller.hasMessages());
  }

  @Test
  void oneWorkerThatCannotTakeItIsEnough() {
    TestInbox<RoomReply> caller = send();
    deliveries.delivered(ticket(), false);
    deliveries.delivered(ticket(), true);
    assertTrue(isBusy(caller));
  }

  @Test
  void whoHasGotItDoesNotGetItAgain() {
    ByteString nonce = ByteString.copyFrom(new byte[16]);
    send(nonce);
    deliveries.delivered(ticket(), true);
    deliveries.delivered(ticket(), false);
    for (boolean taken : new boolean[] {false, true}) {
      TestInbox<RoomReply> again = send(nonce);
      MediaNode.Deliver other = (MediaNode.Deliver) node.receiveMessage();
      assertEquals(1, other.worker());
      assertFalse(node.hasMessages());
      deliveries.delivered(other.ticket(), taken);
      assertEquals(!taken, isBusy(again));
    }
    assertEquals(DONE, send(nonce).receiveMessage());
    assertFalse(node.hasMessages());
  }

  @Test
  void whoRepeatsWhatIsUnderWayHearsHowItEnds() {
    ByteString nonce = ByteString.copyFrom(new byte[16]);
    for (boolean taken : new boolean[] {false, true}) {
      TestInbox<RoomReply> caller = send(nonce, "alice");
      TestInbox<RoomReply> again = send(nonce, "alice");
      String ticket = ticket();
      assertFalse(node.hasMessages(), "it is sent once");
      assertFalse(again.hasMessages());
      deliveries.delivered(ticket, taken);
      assertEquals(!taken, isBusy(caller));
      assertEquals(!taken, isBusy(again));
    }
  }

  @Test
  void whatWasRefusedMayBeSentAgain() {
    ByteString nonce = ByteString.copyFrom(new byte[16]);
    TestInbox<RoomReply> caller = send(nonce, "alice");
    deliveries.delivered(ticket(), false);
    assertTrue(isBusy(caller));
    TestInbox<RoomReply> again = send(nonce, "alice");
    deliveries.delivered(ticket(), true);
    assertEquals(DONE, again.receiveMessage());
    assertEquals(DONE, send(nonce, "alice").receiveMessage());
    assertFalse(node.hasMessages());
  }

  @Test
  void whatIsForNobodyIsDoneAtOnce() {
    assertEquals(DONE, send("nobody").receiveMessage());
  }

  @Test
  void nodesThatNeverAnswerAreForgotten() {
    TestInbox<RoomReply> lost = send("alice");
    String ticket = ticket();
    for (int i = 1; i < Deliveries.MAX_PENDING; i++) {
      send("alice");
    }
    assertTrue(isBusy(send("alice")));
    now = Deliveries.GIVEN_UP.toNanos() + 1;
    assertFalse(send("alice").hasMessages());
    deliveries.delivered(ticket, true);
    assertFalse(lost.hasMessages());
  }
}
