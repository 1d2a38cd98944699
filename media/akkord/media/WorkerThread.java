package akkord.media;

import akkord.media.net.UdpSocket;
import java.time.Duration;

/** Turns a worker's duty cycle on a thread of its own until it is stopped or something throws. */
final class WorkerThread {
  private static final long STOP_SECONDS = 2;

  private final MediaWorker worker;
  private final UdpSocket socket;
  private final MediaPlane.WorkerListener listener;
  private final int index;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean alive = true;
  private volatile RuntimeException poison;
  private volatile long lastCycle;

  WorkerThread(
      int index, MediaWorker worker, UdpSocket socket, MediaPlane.WorkerListener listener) {
    this.index = index;
    this.worker = worker;
    this.socket = socket;
    this.listener = listener;
    lastCycle = System.nanoTime();
    thread = Thread.ofPlatform().name("media-" + index).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    Throwable cause = null;
    try {
      while (running) {
        turn();
      }
      worker.close(System.nanoTime());
    } catch (Throwable e) {
      cause = e;
    }
    alive = false;
    if (cause != null) {
      listener.workerDied(index, cause);
    }
  }

  /** A method of its own, as a loop that never ends is compiled late. */
  private void turn() {
    socket.awaitReadable(worker.nextTick());
    long now = System.nanoTime();
    throwPoison();
    worker.doWork(now);
    lastCycle = now;
  }

  private void throwPoison() {
    if (poison != null) {
      throw poison;
    }
  }

  boolean submit(MediaCommand command) {
    return alive && running && worker.submit(command);
  }

  boolean alive() {
    return alive;
  }

  long lastCycle() {
    return lastCycle;
  }

  /** Makes the thread die of {@code cause}: for tests of supervision. */
  void kill(RuntimeException cause) {
    poison = cause;
    socket.wakeup();
  }

  /** Ends the loop after its transports have been closed. */
  void stop() {
    running = false;
    socket.wakeup();
  }

  /** Waits for the thread to end; false if it does not. */
  boolean join() {
    try {
      return thread.join(Duration.ofSeconds(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
