package akkord.api.auth;

/** Outcome of checking a token. */
public sealed interface Verification {
  /** The token is genuine and in its time. */
  record Valid(Claims claims) implements Verification {}

  /** The token is refused: the text goes to the caller with status 401 (row A-02). */
  record Invalid(String text) implements Verification {}

  /** There was no token: the route decides. */
  record None() implements Verification {}
}
