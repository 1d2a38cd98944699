package akkord.actors.node;

import akkord.media.Candidate;
import akkord.media.Fingerprint;
import akkord.media.MediaCommand;
import akkord.media.MediaCounters;
import akkord.media.MediaEvent;
import akkord.media.MediaPlane;
import akkord.media.WorkerInfo;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A media plane of two workers that does nothing but remember. */
final class FakePlane implements Plane {
  /**
   * One order.
   *
   * @param worker that got it
   */
  record Ordered(int worker, MediaCommand order) {}

  final BlockingQueue<Ordered> orders = new LinkedBlockingQueue<>();
  final BlockingQueue<Integer> restarts = new LinkedBlockingQueue<>();
  final AtomicBoolean closed = new AtomicBoolean();
  final AtomicBoolean full = new AtomicBoolean();
  Consumer<MediaEvent> events;
  MediaPlane.WorkerListener listener;

  Plane started(Consumer<MediaEvent> toEvents, MediaPlane.WorkerListener toListener) {
    events = toEvents;
    listener = toListener;
    return this;
  }

  @Override
  public boolean submit(int worker, MediaCommand command) {
    return !full.get() && orders.add(new Ordered(worker, command));
  }

  @Override
  public List<WorkerInfo> workers() {
    List<Candidate> candidates = List.of(new Candidate("1", 1, "127.0.0.1", 7882));
    return List.of(
        new WorkerInfo(0, true, candidates, 0, 0), new WorkerInfo(1, true, candidates, 0, 0));
  }

  @Override
  public Fingerprint fingerprint() {
    return new Fingerprint("sha-256", "AB");
  }

  @Override
  public void restart(int worker) {
    restarts.add(worker);
  }

  @Override
  public void kill(int worker) {
    listener.workerDied(worker, new IllegalStateException("for a test"));
  }

  @Override
  public MediaCounters counters() {
    try {
      Constructor<MediaCounters> constructor =
          MediaCounters.class.getDeclaredConstructor(Iterable.class);
      constructor.setAccessible(true);
      return constructor.newInstance(List.of());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
