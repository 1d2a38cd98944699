package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.actors.ActorSettings;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest.Action;
import java.util.Optional;

/** What the room service says to a participant: some of it ends the session. */
final class Orders {
  private final Participant participant;
  private final ActorSettings settings;

  Orders(Participant participant, ActorSettings settings) {
    this.participant = participant;
    this.settings = settings;
  }

  /** Carries out an order and answers it, a call of a method once its client has answered. */
  void on(Optional<Session> admitted, ParticipantOrder order, ActorRef<ParticipantReply> replyTo) {
    if (admitted.isEmpty()) {
      replyTo.tell(new ParticipantReply.Absent());
    } else if (order instanceof ParticipantOrder.PerformRpc call) {
      admitted.get().data().rpcs().perform(call, replyTo);
    } else {
      replyTo.tell(execute(admitted.get(), order));
    }
  }

  private ParticipantReply execute(Session session, ParticipantOrder order) {
    ParticipantReply reply = new Administration(session, settings).execute(order);
    switch (order) {
      case ParticipantOrder.Remove() ->
          participant.leave(session, DisconnectReason.PARTICIPANT_REMOVED, Action.DISCONNECT);
      case ParticipantOrder.Move _ ->
          participant.leave(session, DisconnectReason.MIGRATION, Action.RECONNECT);
      default -> {}
    }
    return reply;
  }
}
