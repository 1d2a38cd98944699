package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.actors.CborSerializable;
import akkord.proto.DataBlob;
import akkord.proto.DataBlobKey;
import java.util.Optional;

/** What participants say to each other about data blobs. */
public sealed interface BlobMessage extends CborSerializable {
  /**
   * Asks for a blob of the receiver's.
   *
   * @param session of the participant that asks
   * @param ticket comes back with the answer
   */
  record Fetch(DataBlobKey key, String session, int ticket, ActorRef<Participant.Command> replyTo)
      implements BlobMessage {}

  /** The blob that was asked for; empty if there is none. */
  record Fetched(String session, int ticket, Optional<DataBlob> blob) implements BlobMessage {}

  /** No answer came in time. */
  record Unanswered(String session, int ticket) implements BlobMessage {}
}
