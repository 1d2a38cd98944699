package akkord.api.signal;

import akkord.actors.participant.JoinOptions;
import akkord.api.auth.Claims;
import java.util.Optional;

/** What the checks before a join say. */
sealed interface Admission {
  /**
   * The join may be tried.
   *
   * @param claims what the client's token says
   * @param resumes the sid of the session that the client wants to go on with: empty text if it
   *     does not say which, absent if it wants a new one
   */
  record Admitted(JoinOptions options, Claims claims, Optional<String> resumes)
      implements Admission {}

  /** The join is refused with an HTTP status and a line of text. */
  record Refused(int status, String text) implements Admission {}

  /**
   * Likewise, for what it wants in a room that it may not open: where there is no such room, this
   * is not said.
   */
  record RefusedInRoom(String room, Refused refusal) implements Admission {}
}
