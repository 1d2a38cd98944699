package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.proto.ClientInfo;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantUpdate;
import akkord.proto.RequestResponse;
import akkord.proto.SignalResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The way to one client: says each thing as its protocol version understands it (2.7). */
final class ClientLink {
  // P-01: an update stays well below what a socket takes in one frame.
  private static final int UPDATE_SIZE = 128 << 10;

  private final ActorRef<SignalResponse> client;
  private final ClientInfo info;

  ClientLink(ActorRef<SignalResponse> client, ClientInfo info) {
    this.client = client;
    this.info = info;
  }

  ActorRef<SignalResponse> client() {
    return client;
  }

  int protocol() {
    return info.getProtocol();
  }

  void send(SignalResponse.Builder message) {
    client.tell(message.build());
  }

  /** Tells of participants, in as many messages as it takes. */
  void update(Collection<ParticipantInfo> participants) {
    List<ParticipantInfo> chunk = new ArrayList<>();
    int size = 0;
    for (ParticipantInfo participant : participants) {
      if (!wants(participant)) {
        continue;
      }
      int more = participant.getSerializedSize();
      if (size + more > UPDATE_SIZE && !chunk.isEmpty()) {
        sendUpdate(chunk);
        chunk.clear();
        size = 0;
      }
      chunk.add(participant);
      size += more;
    }
    if (!chunk.isEmpty()) {
      sendUpdate(chunk);
    }
  }

  private void sendUpdate(List<ParticipantInfo> participants) {
    send(
        SignalResponse.newBuilder()
            .setUpdate(ParticipantUpdate.newBuilder().addAllParticipants(participants)));
  }

  /** P-08: newer clients follow identities; a replaced session must not flicker. */
  private boolean wants(ParticipantInfo participant) {
    return protocol() < 12
        || participant.getState() != ParticipantInfo.State.DISCONNECTED
        || participant.getDisconnectReason() != DisconnectReason.DUPLICATE_IDENTITY;
  }

  /** Ends the connection: the edge closes the socket behind this message. */
  void leave(DisconnectReason reason, LeaveRequest.Action action) {
    LeaveRequest.Builder leave = LeaveRequest.newBuilder().setReason(reason);
    if (protocol() >= 13) {
      leave.setAction(action);
    } else {
      leave.setCanReconnect(action != LeaveRequest.Action.DISCONNECT);
    }
    send(SignalResponse.newBuilder().setLeave(leave));
  }

  /** Answers a request, if the client knows such answers. */
  void respond(RequestResponse.Builder response) {
    boolean ok = response.getReason() == RequestResponse.Reason.OK;
    if ((!ok || protocol() >= 15) && knowsNewerMessages()) {
      send(SignalResponse.newBuilder().setRequestResponse(response));
    }
  }

  /** Trap 40: early Rust clients break on messages they do not know. */
  boolean knowsNewerMessages() {
    return info.getSdk() != ClientInfo.SDK.RUST || protocol() >= 10;
  }
}
