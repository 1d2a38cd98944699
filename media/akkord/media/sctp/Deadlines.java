package akkord.media.sctp;

/**
 * The timers of one association, side by side: the earliest is asked for after every packet, and
 * must not cost a look at each of their owners.
 */
final class Deadlines {
  private static final int MAX = 6;

  private final long[] times = new long[MAX];
  private int count;
  private int running; // a bit for each

  /** A timer more; it is off. */
  Deadline add() {
    return new Deadline(this, count++);
  }

  void start(int timer, long at) {
    times[timer] = at;
    running |= 1 << timer;
  }

  void stop(int timer) {
    running &= ~(1 << timer);
  }

  boolean isOn(int timer) {
    return (running & 1 << timer) != 0;
  }

  /** When a timer is due that is on. */
  long at(int timer) {
    return times[timer];
  }

  /** The earliest of those that are on and {@code otherwise}. */
  long earliest(long otherwise) {
    long next = otherwise;
    for (int left = running; left != 0; left &= left - 1) {
      long at = times[Integer.numberOfTrailingZeros(left)];
      next = at - next < 0 ? at : next;
    }
    return next;
  }
}
