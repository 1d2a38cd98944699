package akkord.actors.participant;

/**
 * Counts the receiving sections of one kind that the client was asked for, so that none is asked
 * for twice (trap 8).
 *
 * @param offered receiving sections in the last offer
 * @param idle of these, how many carry nothing
 * @param asked asked for and not seen yet
 * @param age offers since then that brought nothing
 */
record SectionRequests(int offered, int idle, int asked, int age) {
  /** Before the first offer. */
  static final SectionRequests NONE = new SectionRequests(0, 0, 0, 0);

  // The offer that crossed the request, and one more for clients that had another on the way.
  private static final int PATIENCE = 2;

  /**
   * After an offer and its answer.
   *
   * @param sections receiving sections in the offer
   * @param unbound of these, how many the answer leaves empty
   */
  SectionRequests onOffer(int sections, int unbound) {
    int left = Math.max(0, asked - Math.max(0, sections - offered));
    int waited = left == asked ? age + 1 : 0;
    boolean forgotten = left == 0 || waited >= PATIENCE;
    return new SectionRequests(sections, unbound, forgotten ? 0 : left, forgotten ? 0 : waited);
  }

  /** How many to ask for when {@code unmet} tracks have no section. */
  int missing(int unmet) {
    return Math.max(0, unmet - asked);
  }

  /** After asking for {@code more}. */
  SectionRequests ask(int more) {
    return more == 0 ? this : new SectionRequests(offered, idle, asked + more, 0);
  }

  /** The client may never have got what it was asked. */
  SectionRequests forget() {
    return new SectionRequests(offered, idle, 0, 0);
  }
}
