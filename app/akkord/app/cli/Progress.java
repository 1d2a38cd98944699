package akkord.app.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells somebody at a terminal that a command still waits, from the second second on. */
final class Progress implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread thread;

  private Progress(PrintStream to, String what) {
    thread = Thread.ofVirtual().start(() -> run(to, what));
  }

  /** Starts to watch; writes nothing unless standard error is a terminal. */
  @SuppressWarnings("SystemConsoleNull") // it is null when input and output are no terminal
  static Progress of(String what) {
    Console console = System.console();
    return new Progress(console != null && console.isTerminal() ? System.err : null, what);
  }

  private void run(PrintStream to, String what) {
    try {
      int seconds = 0;
      while (!done.await(1, TimeUnit.SECONDS)) {
        seconds++;
        if (to != null) {
          to.printf("\r%s ... %d s", what, seconds);
          to.flush();
        }
      }
      if (to != null && seconds > 0) {
        to.println();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
