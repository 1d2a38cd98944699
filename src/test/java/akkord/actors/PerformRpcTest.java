package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantOrder;
import akkord.actors.participant.ParticipantReply;
import akkord.actors.participant.SignalLoss;
import akkord.actors.room.DataChannelLabel;
import akkord.actors.room.Room;
import akkord.actors.room.RoomOrder;
import akkord.actors.room.RoomReply;
import akkord.media.DataMessage;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.proto.DataPacket;
import akkord.proto.ParticipantPermission;
import akkord.proto.RpcAck;
import akkord.proto.RpcResponse;
import akkord.proto.UserPacket;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server's own calls of clients' methods (RS-12), on a cluster of one without media. */
class PerformRpcTest extends EntityFixture {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private int sequence;

  @AfterEach
  void takeDataAgain() {
    node.refuseData(false);
  }

  private TestClient joined(String identity) {
    TestClient client = new TestClient(kit, entities, Samples.options(room, identity));
    client.join();
    return client;
  }

  private TestClient reachable(String identity) {
    TestClient client = joined(identity);
    openChannel(client);
    return client;
  }

  private void openChannel(TestClient client) {
    node.report(
        new MediaEvent.DataChannelOpened(
            client.sid(), transport(client), DataChannelLabel.RELIABLE));
  }

  private static String transport(TestClient client) {
    return Transports.publisher(client.sid());
  }

  private TestProbe<ParticipantReply> perform(int timeoutMillis) {
    TestProbe<ParticipantReply> probe = kit.createTestProbe();
    ParticipantOrder order = new ParticipantOrder.PerformRpc("greet", "hello", timeoutMillis);
    entities.participant(room, "alice").tell(new Participant.Administer(order, probe.getRef()));
    return probe;
  }

  private static DataPacket request(TestClient callee) {
    DataPacket packet = nextSentTo(callee);
    assertTrue(packet.hasRpcRequest(), packet::toString);
    assertEquals("hello", packet.getRpcRequest().getPayload());
    return packet;
  }

  private static DataPacket nextSentTo(TestClient callee) {
    MediaCommand.SendData sent = node.expect(MediaCommand.SendData.class);
    assertTrue(sent.transports().contains(transport(callee)), sent::toString);
    try {
      return DataPacket.parseFrom(sent.message().bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void says(TestClient client, Consumer<DataPacket.Builder> what) {
    DataPacket.Builder packet = DataPacket.newBuilder().setSequence(++sequence);
    what.accept(packet);
    byte[] bytes = packet.build().toByteArray();
    node.report(
        new MediaEvent.DataReceived(
            client.sid(),
            transport(client),
            new DataMessage(DataChannelLabel.RELIABLE, false, bytes)));
  }

  private void acks(TestClient client, String id) {
    says(
        client,
        packet ->
            packet.addDestinationIdentities(id).setRpcAck(RpcAck.newBuilder().setRequestId(id)));
  }

  private void responds(TestClient client, RpcResponse.Builder response) {
    says(
        client,
        packet ->
            packet.addDestinationIdentities(response.getRequestId()).setRpcResponse(response));
  }

  private static RpcResponse.Builder result(String id, String payload) {
    return RpcResponse.newBuilder().setRequestId(id).setPayload(payload);
  }

  private static int code(TestProbe<ParticipantReply> call) {
    return ((ParticipantReply.RpcFailed) call.receiveMessage(PATIENCE)).code();
  }

  /** Calls and lets the client answer; again if the machine was too slow for the ack. */
  private ParticipantReply answered(TestClient client, Consumer<String> answers) {
    ParticipantReply reply = new ParticipantReply.Absent();
    for (int i = 0; i < 5; i++) {
      TestProbe<ParticipantReply> call = perform(20_000);
      answers.accept(request(client).getRpcRequest().getId());
      reply = call.receiveMessage(PATIENCE);
      if (!(reply instanceof ParticipantReply.RpcFailed(var code, _, _)) || code != 1501) {
        return reply;
      }
    }
    return reply;
  }

  @Test
  void aMethodIsCalledAndReturns() {
    TestClient alice = reachable("alice");
    ParticipantReply reply =
        answered(
            alice,
            id -> {
              acks(alice, id);
              responds(alice, result(id, "hello yourself"));
            });
    assertEquals(new ParticipantReply.RpcDone("hello yourself"), reply);
  }

  @Test
  void nobodyElseGetsWhatAnswersTheServer() {
    TestClient alice = reachable("alice");
    TestClient bob = reachable("bob");
    ParticipantReply reply =
        answered(
            alice,
            id -> {
              says(alice, packet -> packet.setRpcAck(RpcAck.newBuilder().setRequestId(id)));
              says(alice, packet -> packet.setRpcResponse(result(id, "done")));
            });
    assertEquals(new ParticipantReply.RpcDone("done"), reply);
    says(alice, packet -> packet.setRpcResponse(result("of somebody else", "relayed")));
    DataPacket first = nextSentTo(bob);
    assertEquals("of somebody else", first.getRpcResponse().getRequestId());
  }

  @Test
  void whoDoesNotAckIsNotConnected() {
    reachable("alice");
    assertEquals(1501, code(perform(25_000)));
  }

  @Test
  void whoLeavesIsDisconnected() {
    TestClient alice = reachable("alice");
    TestProbe<ParticipantReply> call = perform(20_000);
    request(alice);
    alice.hangUp(SignalLoss.TOO_SLOW);
    assertEquals(1503, code(call));
    assertEquals(new ParticipantReply.Absent(), perform(20_000).receiveMessage(PATIENCE));
  }

  @Test
  void aBusyWorkerIsSaid() {
    reachable("alice");
    node.refuseData(true);
    assertEquals(1505, code(perform(20_000)));
  }

  @Test
  void aBusyWorkerIsSaidToWhoSendsDataToARoom() {
    TestClient alice = reachable("alice");
    sendToRoom(alice); // until she gets something, the room may not know of her channel
    for (boolean busy : new boolean[] {true, false}) {
      node.refuseData(busy);
      RoomReply reply = sendToRoom(alice);
      assertEquals(busy, reply instanceof RoomReply.Busy, reply::toString);
    }
  }

  private RoomReply sendToRoom(TestClient member) {
    TestProbe<RoomReply> caller = kit.createTestProbe();
    DataPacket packet =
        DataPacket.newBuilder().setUser(UserPacket.newBuilder().setTopic("all")).build();
    entities.room(room).tell(new Room.Administer(new RoomOrder.SendData(packet), caller.getRef()));
    RoomReply reply = caller.receiveMessage(PATIENCE);
    assertEquals(packet, nextSentTo(member));
    return reply;
  }

  @Test
  void whoMayNotSpeakToOthersMayAnswer() {
    ParticipantPermission listener =
        ParticipantPermission.newBuilder().setCanSubscribe(true).build();
    TestClient alice =
        new TestClient(kit, entities, Samples.options(room, "alice", listener, true));
    alice.join();
    openChannel(alice);
    TestClient bob = reachable("bob");
    ParticipantReply reply =
        answered(
            alice,
            id -> {
              acks(alice, id);
              says(alice, packet -> packet.setUser(UserPacket.getDefaultInstance()));
              responds(alice, result(id, "done"));
            });
    assertEquals(new ParticipantReply.RpcDone("done"), reply);
    // Had it been relayed, alice's packet would come before bob's own.
    TestClient carol = reachable("carol");
    says(carol, packet -> packet.setUser(UserPacket.newBuilder().setTopic("carol")));
    assertEquals("carol", nextSentTo(bob).getUser().getTopic());
  }

  @Test
  void aCallOfAParticipantThatCrashesEndsAtOnce() {
    TestClient alice = reachable("alice");
    TestProbe<ParticipantReply> caller = perform(50_000);
    request(alice);
    alice.participant().tell(Participant.Stop.INSTANCE);
    assertEquals(
        new ParticipantReply.RpcFailed(1503, "Recipient disconnected", ""),
        caller.receiveMessage(PATIENCE));
    alice.resume();
  }
}
