package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.actors.CborSerializable;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;

/** What a signal connection is told of its session, by the participant. */
public sealed interface JoinReply extends CborSerializable {
  /**
   * The join response is on its way to the client. Whoever holds the signal connection watches
   * {@code participant}; when it ends without a leave, {@link Participant.Resume} through its
   * entity brings it back and is repeated each second until it is answered.
   *
   * @param session the participant's sid, to be given with every signal
   * @param options as the session began: what {@link Participant.Resume} is to bring back
   */
  record Accepted(String session, ActorRef<Participant.Command> participant, JoinOptions options)
      implements JoinReply {}

  /**
   * There is no session to go on with: the client gets a leave instead of a first message.
   *
   * @param reason why
   * @param action what the client does then
   */
  record NoSession(DisconnectReason reason, LeaveRequest.Action action) implements JoinReply {}

  /** A {@link Participant.Signal} has arrived; the connection may send the next. */
  record Taken() implements JoinReply {}

  /** The session goes on without this connection, which is to close without a word. */
  record Released() implements JoinReply {}

  /**
   * No session.
   *
   * @param status HTTP status (W-01)
   * @param message plain text for its body
   */
  record Refused(int status, String message) implements JoinReply {}
}
