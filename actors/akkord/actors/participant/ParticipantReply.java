package akkord.actors.participant;

import akkord.actors.CborSerializable;
import akkord.proto.ParticipantInfo;
import akkord.proto.TrackInfo;
import java.util.Optional;

/** What a participant answers to a {@link ParticipantOrder}. */
public sealed interface ParticipantReply extends CborSerializable {
  /** The order was carried out; the participant as it is now. */
  record Done(ParticipantInfo info) implements ParticipantReply {}

  /** A track was silenced or resumed; empty if there is no such track. */
  record TrackMuted(Optional<TrackInfo> track) implements ParticipantReply {}

  /** The order would exceed a limit, and was not carried out. */
  record TooLong(String message) implements ParticipantReply {}

  /** Nobody of this identity is in the room. */
  record Absent() implements ParticipantReply {}
}
