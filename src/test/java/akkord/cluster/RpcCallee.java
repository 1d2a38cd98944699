package akkord.cluster;

import akkord.integration.Peer;
import akkord.media.DataMessage;
import akkord.proto.DataPacket;
import akkord.proto.RpcAck;
import akkord.proto.RpcRequest;
import akkord.proto.RpcResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.concurrent.locks.LockSupport;

/** Answers every RPC that reaches a peer, as an SDK with a registered method does. */
final class RpcCallee implements AutoCloseable {
  private static final long POLL_NANOS = 5_000_000;

  private final Peer peer;
  private volatile boolean closed;

  RpcCallee(Peer peer) {
    this.peer = peer;
    Thread.ofVirtual().start(this::run);
  }

  /** What it answers to a call with this payload. */
  String answerTo(String payload) {
    return payload + "!";
  }

  private void run() {
    int seen = 0;
    while (!closed) {
      if (seen < peer.messages().size()) {
        on(peer.messages().get(seen++));
      } else {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  private void on(DataMessage message) {
    try {
      DataPacket packet = DataPacket.parseFrom(message.bytes());
      if (packet.hasRpcRequest()) {
        answer(packet.getParticipantIdentity(), packet.getRpcRequest());
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(String caller, RpcRequest request) {
    send(
        caller,
        DataPacket.newBuilder().setRpcAck(RpcAck.newBuilder().setRequestId(request.getId())));
    send(
        caller,
        DataPacket.newBuilder()
            .setRpcResponse(
                RpcResponse.newBuilder()
                    .setRequestId(request.getId())
                    .setPayload(answerTo(request.getPayload()))));
  }

  private void send(String caller, DataPacket.Builder packet) {
    packet.addDestinationIdentities(caller);
    peer.send(packet.build().toByteArray());
  }

  @Override
  public void close() {
    closed = true;
  }
}
