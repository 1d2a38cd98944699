package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.proto.ClientInfo;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.MuteTrackRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.RequestResponse;
import akkord.proto.SignalResponse;
import akkord.proto.TrackUnpublishedResponse;
import java.util.Collection;
import java.util.List;

/** The way to one client: says each thing as its protocol version understands it (2.7). */
final class ClientLink {
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
    ParticipantUpdates.messages(participants).forEach(this::tell);
  }

  /**
   * Passes on what everyone in the room is told, as the same object: it is encoded once for all.
   * Only what would tell the client of its own past is left out.
   */
  void passOn(List<SignalResponse> updates, ParticipantInfo self) {
    for (SignalResponse update : updates) {
      if (update.getUpdate().getParticipantsList().stream().anyMatch(info -> isPast(info, self))) {
        update(
            update.getUpdate().getParticipantsList().stream()
                .filter(info -> !isPast(info, self))
                .toList());
      } else {
        tell(update);
      }
    }
  }

  private static boolean isPast(ParticipantInfo info, ParticipantInfo self) {
    return info.getVersion() < self.getVersion() && info.getSid().equals(self.getSid());
  }

  /** P-08: newer clients follow identities; a replaced session must not flicker. */
  private void tell(SignalResponse update) {
    if (protocol() < 12 || !ParticipantUpdates.isReplaced(update)) {
      client.tell(update);
    }
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

  /** A track of the client's own may not be there any more; early ones are told to mute it. */
  void unpublished(String track) {
    SignalResponse.Builder message = SignalResponse.newBuilder();
    if (protocol() >= 7) {
      message.setTrackUnpublished(TrackUnpublishedResponse.newBuilder().setTrackSid(track));
    } else {
      message.setMute(MuteTrackRequest.newBuilder().setSid(track).setMuted(true));
    }
    send(message);
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
