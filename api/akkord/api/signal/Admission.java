package akkord.api.signal;

import akkord.actors.participant.JoinOptions;

/** What the checks before a join say. */
sealed interface Admission {
  /**
   * The join may be tried.
   *
   * @param reconnect whether the client wants to go on with an earlier session
   */
  record Admitted(JoinOptions options, boolean reconnect) implements Admission {}

  /** The join is refused with an HTTP status and a line of text. */
  record Refused(int status, String text) implements Admission {}
}
