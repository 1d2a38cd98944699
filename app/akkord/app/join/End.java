package akkord.app.join;

/**
 * Why one session of a stay is over.
 *
 * @param text for people
 */
record End(Kind kind, String text) {
  /** What follows from it. */
  enum Kind {
    /** It has done what it came for, or its user ends it. */
    DONE,
    /** The server does not want it any more, or it cannot go on. */
    REFUSED,
    /** Its connections are gone: another session may take its place. */
    LOST
  }

  static End done(String text) {
    return new End(Kind.DONE, text);
  }

  static End refused(String text) {
    return new End(Kind.REFUSED, text);
  }

  static End lost(String text) {
    return new End(Kind.LOST, text);
  }
}
