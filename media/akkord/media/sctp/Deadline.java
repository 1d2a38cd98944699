package akkord.media.sctp;

/** A timer of an association: off, or due at a time. */
final class Deadline {
  private final Deadlines all;
  private final int index;

  /** One of {@code all}, which makes it. */
  Deadline(Deadlines all, int index) {
    this.all = all;
    this.index = index;
  }

  void start(long at) {
    all.start(index, at);
  }

  void stop() {
    all.stop(index);
  }

  boolean isOn() {
    return all.isOn(index);
  }

  boolean due(long now) {
    return isOn() && now - all.at(index) >= 0;
  }
}
