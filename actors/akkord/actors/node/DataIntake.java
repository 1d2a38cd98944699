package akkord.actors.node;

import akkord.media.MediaCommand.SendData;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands data to the workers of one node, for the media node and for the rooms of this node on their
 * own threads: one at a time, so that what waits for a worker keeps its order.
 */
final class DataIntake {
  private static final Logger LOG = LoggerFactory.getLogger(DataIntake.class);

  private final Plane plane;
  private final WaitingData waiting;

  DataIntake(Plane plane) {
    this.plane = plane;
    this.waiting = new WaitingData(plane::submit);
  }

  /**
   * Hands data to a worker, or counts and logs that it cannot.
   *
   * @param reliable whether it waits while the worker's queue is full
   * @param whenKnown hears once whether the worker took it; must return at once
   * @return whether any data waits: {@link #offer} is due then
   */
  synchronized boolean submit(
      int worker, SendData data, boolean reliable, Consumer<Boolean> whenKnown) {
    boolean kept;
    if (reliable) {
      kept = waiting.submit(worker, data, whenKnown);
    } else {
      kept = plane.submit(worker, data);
      whenKnown.accept(kept);
    }
    if (!kept) {
      refused(worker, data.getClass().getSimpleName());
    }
    return !waiting.isEmpty();
  }

  /** A worker did not take an order, and it is gone. */
  static void refused(int worker, String kind) {
    MediaMetrics.refused(kind);
    LOG.warn("Worker {} refused {}", worker, kind);
  }

  /** Offers the workers what waits for them, until they take no more. */
  synchronized void offer() {
    waiting.offer();
  }

  /** A worker died, and with it all whom its data was for. */
  synchronized void lost(int worker) {
    waiting.lost(worker);
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }
}
