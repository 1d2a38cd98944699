package akkord.media.sctp;

/**
 * How hard a message is tried (RFC 3758, RFC 7496).
 *
 * @param kind which limit holds
 * @param limit retransmissions, or milliseconds of lifetime; 0..2^31-1
 */
public record Reliability(Kind kind, int limit) {
  /** Until it arrives. */
  public static final Reliability FULL = new Reliability(Kind.FULL, 0);

  /** Kinds of limit. */
  public enum Kind {
    /** None. */
    FULL,
    /** So many retransmissions. */
    RETRANSMISSIONS,
    /** So many milliseconds. */
    LIFETIME
  }

  /** Sent at most {@code limit} times again. */
  public static Reliability retransmissions(int limit) {
    return new Reliability(Kind.RETRANSMISSIONS, limit);
  }

  /** Not sent any more after so many milliseconds. */
  public static Reliability lifetime(int millis) {
    return new Reliability(Kind.LIFETIME, millis);
  }
}
