package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.actors.CborSerializable;

/** What a joining signal connection is told before it upgrades. */
public sealed interface JoinReply extends CborSerializable {
  /**
   * The join response is on its way to the client. Whoever holds the signal connection watches
   * {@code participant}; when it ends without a leave, {@link Participant.Resume} through its
   * entity brings it back and is repeated each second until it is answered.
   *
   * @param session the participant's sid, to be given with every signal
   */
  record Accepted(String session, ActorRef<Participant.Command> participant) implements JoinReply {}

  /**
   * No session.
   *
   * @param status HTTP status (W-01)
   * @param message plain text for its body
   */
  record Refused(int status, String message) implements JoinReply {}
}
