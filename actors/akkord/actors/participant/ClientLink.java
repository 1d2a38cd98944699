package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.proto.ClientInfo;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.MuteTrackRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.RequestResponse;
import akkord.proto.SignalResponse;
import akkord.proto.SpeakerInfo;
import akkord.proto.SpeakersChanged;
import akkord.proto.TrackUnpublishedResponse;
import java.util.Collection;
import java.util.List;

/** The way to one client: says each thing as its protocol version understands it (2.7). */
final class ClientLink {
  // JS clients before this one throw on a reconnect response (trap 40).
  private static final ClientVersion KNOWS_RECONNECT = new ClientVersion(1, 6, 3);

  // ... and before this one on every message that they do not know.
  private static final ClientVersion SKIPS_UNKNOWN = new ClientVersion(1, 6, 4);

  private static final int FIRST_NEWER_MESSAGE = SignalResponse.PONG_RESP_FIELD_NUMBER;

  // The protocol of that version; earlier clients do not even say what they are.
  private static final int RECONNECT_PROTOCOL = 9;

  private final ClientInfo info;
  private final Backlog backlog = new Backlog();
  private SignalPort port;
  private boolean lost;

  ClientLink(SignalPort port, ClientInfo info) {
    this.port = port;
    this.info = info;
  }

  SignalPort port() {
    return port;
  }

  ActorRef<SignalResponse> client() {
    return port.client();
  }

  /** Whether nobody listens at the moment. */
  boolean isLost() {
    return lost;
  }

  /** The socket is gone: what is said from now on waits, or will be said anew. */
  void lost() {
    lost = true;
  }

  /** Closes the socket without a word; the session goes on. */
  void release() {
    lost = true;
    port.replies().tell(new JoinReply.Released());
  }

  /** The client is back on another socket; a former one that still seems open is closed. */
  void moveTo(SignalPort next) {
    if (!lost) {
      release();
    }
    port = next;
    lost = false;
  }

  /** Says what waited. */
  void catchUp() {
    backlog.take().forEach(port.client()::tell);
  }

  int protocol() {
    return info.getProtocol();
  }

  /** Says something; what would break an older client is kept back. */
  void send(SignalResponse.Builder message) {
    if (message.getMessageCase().getNumber() >= FIRST_NEWER_MESSAGE && !knowsNewerMessages()) {
      return;
    }
    if (lost) {
      backlog.keep(message.build());
    } else {
      port.client().tell(message.build());
    }
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
    if (!lost && (protocol() < 12 || !ParticipantUpdates.isReplaced(update))) {
      port.client().tell(update);
    }
  }

  /**
   * Ends the connection: the edge closes the socket behind this message. An old client cannot be
   * told to resume (2.4): it notices that its socket closes.
   */
  void leave(DisconnectReason reason, LeaveRequest.Action action) {
    if (action == LeaveRequest.Action.RESUME && !LeaveRequests.canAskToResume(protocol())) {
      release();
      return;
    }
    send(LeaveRequests.of(reason, action, protocol()));
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

  /** Tells who speaks, or does not any more; the earliest clients are told otherwise (2.7). */
  void speakers(List<SpeakerInfo> changes) {
    if (!changes.isEmpty() && protocol() >= 3) {
      send(
          SignalResponse.newBuilder()
              .setSpeakersChanged(SpeakersChanged.newBuilder().addAllSpeakers(changes)));
    }
  }

  /** Answers a request, if the client knows such answers. */
  void respond(RequestResponse.Builder response) {
    boolean ok = response.getReason() == RequestResponse.Reason.OK;
    if (!ok || protocol() >= 15) {
      send(SignalResponse.newBuilder().setRequestResponse(response));
    }
  }

  /** Whether the client takes a reconnect response as the first message of a resume. */
  boolean knowsReconnect() {
    return protocol() >= RECONNECT_PROTOCOL
        && (info.getSdk() != ClientInfo.SDK.JS
            || ClientVersion.of(info.getVersion()).isAtLeast(KNOWS_RECONNECT));
  }

  /** Trap 40: early Rust and JS clients break on messages they do not know. */
  private boolean knowsNewerMessages() {
    return switch (info.getSdk()) {
      case RUST -> protocol() >= 10;
      case JS -> ClientVersion.of(info.getVersion()).isAtLeast(SKIPS_UNKNOWN);
      default -> true;
    };
  }
}
