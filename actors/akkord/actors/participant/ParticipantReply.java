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

  /** The called method returned this. */
  record RpcDone(String payload) implements ParticipantReply {}

  /**
   * The called method failed, or could not be called.
   *
   * @param code 1400 to 1505 as clients have them among themselves, any other is the application's
   * @param data that the application added, may be empty
   */
  record RpcFailed(int code, String message, String data) implements ParticipantReply {}

  /** Too much is under way for this participant already. */
  record Busy(String message) implements ParticipantReply {}

  /** Nobody of this identity is in the room. */
  record Absent() implements ParticipantReply {}
}
