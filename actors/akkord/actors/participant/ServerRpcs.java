package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.actors.ActorMetrics;
import akkord.actors.Guid;
import akkord.proto.DataPacket;
import akkord.proto.RpcRequest;
import akkord.proto.RpcResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The server's own calls of methods that a client has registered (RS-12). To the client each comes
 * from a participant of its own, whose identity is the call's id; what the client answers to that
 * identity ends here.
 */
final class ServerRpcs {
  /** Calls under way at a time; more are refused. */
  static final int MAX_PENDING = 256;

  /** How long a client may take to say that it has a call. */
  static final Duration ACK_TIMEOUT = Duration.ofSeconds(2);

  private static final int VERSION = 1;

  private final String identity;
  private final LongSupplier clock;
  private final Line line;
  private final Map<String, Pending> pending = new LinkedHashMap<>();

  /** The way to the client, and an alarm clock for each call. */
  interface Line {
    /**
     * Sends a packet.
     *
     * @param ticket comes back if a worker does not take it
     * @return false if there is no open channel
     */
    boolean send(String ticket, DataPacket packet);

    /** {@link #overdue} is due after this time, in place of any time before. */
    void expect(String id, Duration within);

    /** Nothing is due any more. */
    void forget(String id);
  }

  private static final class Pending {
    private final DataPacket request;
    private final long deadline;
    private final ActorRef<ParticipantReply> replyTo;
    private boolean sent;
    private boolean acked;

    Pending(DataPacket request, long deadline, ActorRef<ParticipantReply> replyTo) {
      this.request = request;
      this.deadline = deadline;
      this.replyTo = replyTo;
    }
  }

  /**
   * Calls to one client.
   *
   * @param identity of the client
   * @param clock ns
   */
  ServerRpcs(String identity, LongSupplier clock, Line line) {
    this.identity = identity;
    this.clock = clock;
    this.line = line;
  }

  /** Calls a method; answered with what it returns, or why it does not. */
  void perform(ParticipantOrder.PerformRpc call, ActorRef<ParticipantReply> replyTo) {
    if (pending.size() >= MAX_PENDING) {
      ActorMetrics.rpc(RpcOutcome.REFUSED);
      replyTo.tell(
          new ParticipantReply.Busy(
              "%d calls to this participant are under way: wait for some to end"
                  .formatted(MAX_PENDING)));
      return;
    }
    String id = Guid.of("RPC_");
    Duration timeout = Duration.ofMillis(call.timeoutMillis());
    Pending begun = new Pending(request(id, call), clock.getAsLong() + timeout.toNanos(), replyTo);
    pending.put(id, begun);
    line.expect(id, timeout.compareTo(ACK_TIMEOUT) < 0 ? timeout : ACK_TIMEOUT);
    begun.sent = line.send(id, begun.request);
  }

  private DataPacket request(String id, ParticipantOrder.PerformRpc call) {
    return DataPacket.newBuilder()
        .setKind(DataPacket.Kind.RELIABLE)
        .setParticipantIdentity(id)
        .addDestinationIdentities(identity)
        .setRpcRequest(
            RpcRequest.newBuilder()
                .setId(id)
                .setMethod(call.method())
                .setPayload(call.payload())
                .setResponseTimeoutMs(call.timeoutMillis())
                .setVersion(VERSION))
        .build();
  }

  /** Whether an answer is waited for. */
  boolean areUnderWay() {
    return !pending.isEmpty();
  }

  /** A channel opened or closed: what could not be sent may go now. */
  void channelChanged() {
    pending.forEach(
        (id, call) -> {
          if (!call.sent) {
            call.sent = line.send(id, call.request);
          }
        });
  }

  /** Takes a packet of the client if it answers one of these calls; false if it is for others. */
  boolean take(DataPacket packet) {
    return switch (packet.getValueCase()) {
      case RPC_ACK -> acked(packet.getRpcAck().getRequestId());
      case RPC_RESPONSE -> responded(packet.getRpcResponse());
      default -> false;
    };
  }

  private boolean acked(String id) {
    Pending call = pending.get(id);
    if (call == null) {
      return false;
    }
    if (!call.acked) {
      call.acked = true;
      line.expect(id, Duration.ofNanos(Math.max(1, call.deadline - clock.getAsLong())));
    }
    return true;
  }

  private boolean responded(RpcResponse response) {
    String id = response.getRequestId();
    if (!pending.containsKey(id)) {
      return false;
    }
    switch (response.getValueCase()) {
      case ERROR -> {
        var error = response.getError();
        ParticipantReply failed =
            new ParticipantReply.RpcFailed(error.getCode(), error.getMessage(), error.getData());
        end(id, RpcOutcome.CLIENT_ERROR, failed);
      }
      case PAYLOAD, VALUE_NOT_SET -> done(id, response.getPayload());
      // Nobody was told that this caller could inflate.
      case COMPRESSED_PAYLOAD -> fail(id, RpcOutcome.UNREADABLE_RESPONSE);
    }
    return true;
  }

  private void done(String id, String payload) {
    if (payload.getBytes(StandardCharsets.UTF_8).length > ParticipantOrder.PerformRpc.MAX_PAYLOAD) {
      fail(id, RpcOutcome.RESPONSE_TOO_LARGE);
    } else {
      end(id, RpcOutcome.OK, new ParticipantReply.RpcDone(payload));
    }
  }

  /** A worker was too busy to take a call. */
  void notSent(String id) {
    fail(id, RpcOutcome.SEND_FAILED);
  }

  /** A client has taken too long. */
  void overdue(String id) {
    Pending call = pending.get(id);
    if (call != null) {
      boolean late = call.acked || clock.getAsLong() - call.deadline >= 0;
      fail(id, late ? RpcOutcome.RESPONSE_TIMEOUT : RpcOutcome.CONNECTION_TIMEOUT);
    }
  }

  /** The session ends, and with it everything that it was asked. */
  void close() {
    for (String id : List.copyOf(pending.keySet())) {
      fail(id, RpcOutcome.RECIPIENT_DISCONNECTED);
    }
  }

  private void fail(String id, RpcOutcome outcome) {
    end(id, outcome, new ParticipantReply.RpcFailed(outcome.code(), outcome.message(), ""));
  }

  private void end(String id, RpcOutcome outcome, ParticipantReply reply) {
    Pending call = pending.remove(id);
    if (call != null) {
      line.forget(id);
      ActorMetrics.rpc(outcome);
      call.replyTo.tell(reply);
    }
  }
}
