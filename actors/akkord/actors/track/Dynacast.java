package akkord.actors.track;

import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * Tells a publisher which layers somebody wants (DY-01): more at once, less after a while, because
 * views change quickly and every start of a layer costs a key frame. A new publisher sends
 * everything until it is told otherwise, and has time to get its first subscribers. While a track
 * is muted nothing is told; afterwards all is told again.
 */
final class Dynacast {
  /** How long nobody may have wanted a layer before its publisher is told. */
  static final Duration PAUSE_DELAY = Duration.ofSeconds(5);

  /** How long a new track waits for its first subscribers. */
  static final Duration FIRST_DELAY = Duration.ofSeconds(10);

  private final TimerScheduler<Track.Command> timers;
  private final Track.Command due;
  private final IntConsumer publisher;
  // Empty after a crash: what the publisher was told is not known.
  private OptionalInt told = OptionalInt.of(LayerDemand.TOP);
  private boolean muted;

  /**
   * For a track that is about to be published.
   *
   * @param due the message that calls {@link #onDue}
   * @param publisher is told the highest spatial layer that is wanted, or {@link LayerDemand#NONE}
   */
  Dynacast(TimerScheduler<Track.Command> timers, Track.Command due, IntConsumer publisher) {
    this.timers = timers;
    this.due = due;
    this.publisher = publisher;
  }

  /** The track is there. */
  void published(boolean isMuted) {
    muted = isMuted;
    timers.startSingleTimer(due, due, FIRST_DELAY);
  }

  /** The track is there again, and what its publisher was told is forgotten. */
  void restored(boolean isMuted) {
    told = OptionalInt.empty();
    published(isMuted);
  }

  /** The publisher came back and may have missed what it was told. */
  void publisherBack() {
    told.ifPresent(this::tell);
  }

  /** Subscribers came, went, or want something else. */
  void changed(int demand) {
    if (told.isPresent() && demand == told.getAsInt()) {
      return; // whatever is due by then will find nothing to say
    }
    if (demand > told.orElse(LayerDemand.NONE)) {
      tell(demand);
    } else if (!timers.isTimerActive(due)) {
      timers.startSingleTimer(due, due, PAUSE_DELAY);
    }
  }

  /** Less was wanted for long enough. */
  void onDue(int demand) {
    if (told.isEmpty() || demand != told.getAsInt()) {
      tell(demand);
    }
  }

  /** The track was muted or unmuted. */
  void setMuted(boolean isMuted, int demand) {
    boolean resumes = muted && !isMuted;
    muted = isMuted;
    if (resumes) {
      tell(demand);
    }
  }

  private void tell(int demand) {
    told = OptionalInt.of(demand);
    if (!muted) {
      publisher.accept(demand);
    }
  }
}
