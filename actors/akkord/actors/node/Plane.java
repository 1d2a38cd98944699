package akkord.actors.node;

import akkord.media.Fingerprint;
import akkord.media.MediaCommand;
import akkord.media.MediaCounters;
import akkord.media.MediaEvent;
import akkord.media.MediaPlane;
import akkord.media.MediaSettings;
import akkord.media.WorkerInfo;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** What {@link MediaNode} needs of {@link MediaPlane}; a test puts its own in place. */
interface Plane {
  /** Makes a plane that reports to the two listeners. */
  @FunctionalInterface
  interface Starter {
    Plane start(Consumer<MediaEvent> events, MediaPlane.WorkerListener listener) throws IOException;
  }

  boolean submit(int worker, MediaCommand command);

  List<WorkerInfo> workers();

  Fingerprint fingerprint();

  void restart(int worker);

  void kill(int worker);

  MediaCounters counters();

  void close();

  /** Starts the real one. */
  static Starter real(MediaSettings settings) {
    return (events, listener) -> new Real(MediaPlane.start(settings, events, listener));
  }

  /** Passes everything on. */
  record Real(MediaPlane plane) implements Plane {
    @Override
    public boolean submit(int worker, MediaCommand command) {
      return plane.submit(worker, command);
    }

    @Override
    public List<WorkerInfo> workers() {
      return plane.workers();
    }

    @Override
    public Fingerprint fingerprint() {
      return plane.fingerprint();
    }

    @Override
    public void restart(int worker) {
      plane.restart(worker);
    }

    @Override
    public void kill(int worker) {
      plane.kill(worker);
    }

    @Override
    public MediaCounters counters() {
      return plane.counters();
    }

    @Override
    public void close() {
      plane.close();
    }
  }
}
