package akkord.media.sctp;

/** A timer: off, or due at a time. */
final class Deadline {
  private boolean on;
  private long at;

  void start(long at) {
    on = true;
    this.at = at;
  }

  void stop() {
    on = false;
  }

  boolean isOn() {
    return on;
  }

  boolean due(long now) {
    return on && now - at >= 0;
  }

  /** The earlier of {@code other} and this, if it is on. */
  long earlier(long other) {
    return on && at - other < 0 ? at : other;
  }
}
