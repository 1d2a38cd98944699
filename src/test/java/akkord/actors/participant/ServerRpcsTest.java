package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akkord.actors.participant.ParticipantReply.RpcDone;
import akkord.actors.participant.ParticipantReply.RpcFailed;
import akkord.proto.DataPacket;
import akkord.proto.RpcAck;
import akkord.proto.RpcError;
import akkord.proto.RpcRequest;
import akkord.proto.RpcResponse;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerRpcsTest {
  private static final int MOST = ParticipantOrder.PerformRpc.MAX_PAYLOAD;

  private final ArrayDeque<DataPacket> sent = new ArrayDeque<>();
  private final Map<String, Duration> due = new HashMap<>();
  private boolean open = true;
  private long now = 1_000;

  private final ServerRpcs rpcs =
      new ServerRpcs(
          "alice",
          () -> now,
          new ServerRpcs.Line() {
            @Override
            public boolean send(String ticket, DataPacket packet) {
              assertEquals(ticket, packet.getRpcRequest().getId());
              return open && sent.add(packet);
            }

            @Override
            public void expect(String id, Duration within) {
              due.put(id, within);
            }

            @Override
            public void forget(String id) {
              due.remove(id);
            }
          });

  private TestInbox<ParticipantReply> perform(int timeoutMillis) {
    TestInbox<ParticipantReply> inbox = TestInbox.create();
    rpcs.perform(new ParticipantOrder.PerformRpc("greet", "hello", timeoutMillis), inbox.getRef());
    return inbox;
  }

  private String sentId() {
    return sent.remove().getRpcRequest().getId();
  }

  private boolean ack(String id) {
    return rpcs.take(
        DataPacket.newBuilder().setRpcAck(RpcAck.newBuilder().setRequestId(id)).build());
  }

  private boolean respond(RpcResponse.Builder response) {
    return rpcs.take(DataPacket.newBuilder().setRpcResponse(response).build());
  }

  private boolean respond(String id, String payload) {
    return respond(RpcResponse.newBuilder().setRequestId(id).setPayload(payload));
  }

  private static int code(TestInbox<ParticipantReply> call) {
    return ((RpcFailed) call.receiveMessage()).code();
  }

  @Test
  void whatIsSentNamesTheCallAsItsSender() {
    perform(20_000);
    DataPacket packet = sent.remove();
    RpcRequest request = packet.getRpcRequest();
    assertEquals("greet", request.getMethod());
    assertEquals("hello", request.getPayload());
    assertEquals(20_000, request.getResponseTimeoutMs());
    assertEquals(1, request.getVersion());
    assertEquals(request.getId(), packet.getParticipantIdentity());
    assertEquals("alice", packet.getDestinationIdentities(0));
    assertEquals(DataPacket.Kind.RELIABLE, packet.getKind());
  }

  @Test
  void callsMayEndInAnotherOrder() {
    TestInbox<ParticipantReply> first = perform(20_000);
    TestInbox<ParticipantReply> second = perform(20_000);
    String one = sentId();
    String two = sentId();
    assertTrue(respond(two, "second"));
    assertFalse(first.hasMessages());
    assertTrue(respond(one, "first"));
    assertEquals(new RpcDone("first"), first.receiveMessage());
    assertEquals(new RpcDone("second"), second.receiveMessage());
    assertFalse(rpcs.areUnderWay());
    assertEquals(Map.of(), due);
  }

  @Test
  void whatAnswersNobodyIsForOthers() {
    TestInbox<ParticipantReply> call = perform(20_000);
    String id = sentId();
    assertFalse(ack("another"));
    assertFalse(respond("another", ""));
    assertFalse(rpcs.take(DataPacket.getDefaultInstance()));
    assertTrue(respond(id, ""));
    assertEquals(new RpcDone(""), call.receiveMessage());
    assertFalse(ack(id));
    assertFalse(respond(id, "again"));
  }

  @Test
  void anAckIsDueInTwoSecondsAndAnAnswerInTheRest() {
    TestInbox<ParticipantReply> unheard = perform(20_000);
    String id = sentId();
    assertEquals(Map.of(id, Duration.ofSeconds(2)), due);
    rpcs.overdue(id);
    assertEquals(1501, code(unheard));

    TestInbox<ParticipantReply> slow = perform(20_000);
    id = sentId();
    now += Duration.ofSeconds(1).toNanos();
    assertTrue(ack(id));
    assertTrue(ack(id));
    assertEquals(Map.of(id, Duration.ofSeconds(19)), due);
    now += Duration.ofSeconds(19).toNanos();
    rpcs.overdue(id);
    assertEquals(1502, code(slow));
    rpcs.overdue(id);
    assertFalse(slow.hasMessages());

    TestInbox<ParticipantReply> brief = perform(50);
    id = sentId();
    assertEquals(Map.of(id, Duration.ofMillis(50)), due);
    now += Duration.ofMillis(50).toNanos();
    rpcs.overdue(id);
    assertEquals(1502, code(brief));
  }

  @Test
  void errorsOfTheMethodArePassedOn() {
    TestInbox<ParticipantReply> call = perform(20_000);
    RpcError error =
        RpcError.newBuilder().setCode(77).setMessage("not today").setData("later").build();
    respond(RpcResponse.newBuilder().setRequestId(sentId()).setError(error));
    assertEquals(new RpcFailed(77, "not today", "later"), call.receiveMessage());
  }

  @Test
  void responsesThatAreTooLongOrCompressedAreErrors() {
    TestInbox<ParticipantReply> longest = perform(20_000);
    respond(sentId(), "x".repeat(MOST));
    assertEquals(new RpcDone("x".repeat(MOST)), longest.receiveMessage());
    TestInbox<ParticipantReply> tooLong = perform(20_000);
    respond(sentId(), "ü".repeat(MOST / 2 + 1));
    assertEquals(1504, code(tooLong));
    TestInbox<ParticipantReply> compressed = perform(20_000);
    respond(
        RpcResponse.newBuilder()
            .setRequestId(sentId())
            .setCompressedPayload(ByteString.copyFromUtf8("deflated")));
    assertEquals(1500, code(compressed));
  }

  @Test
  void aCallWaitsForTheChannelAndGoesOnce() {
    open = false;
    perform(20_000);
    assertTrue(sent.isEmpty());
    open = true;
    rpcs.channelChanged();
    rpcs.channelChanged();
    assertEquals(1, sent.size());
  }

  @Test
  void whoIsGoneOrCannotBeSentToIsSaid() {
    TestInbox<ParticipantReply> unsent = perform(20_000);
    rpcs.notSent(sentId());
    assertEquals(1505, code(unsent));
    TestInbox<ParticipantReply> first = perform(20_000);
    TestInbox<ParticipantReply> second = perform(20_000);
    rpcs.close();
    assertEquals(1503, code(first));
    assertEquals(1503, code(second));
    assertEquals(Map.of(), due);
  }

  @Test
  void tooManyAtATimeAreRefused() {
    for (int i = 0; i < ServerRpcs.MAX_PENDING; i++) {
      assertFalse(perform(20_000).hasMessages());
    }
    assertTrue(perform(20_000).receiveMessage() instanceof ParticipantReply.Busy);
    respond(sentId(), "one place is free");
    assertFalse(perform(20_000).hasMessages());
    assertEquals(ServerRpcs.MAX_PENDING, due.size());
  }
}
