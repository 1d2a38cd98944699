package akkord.app.client;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread that serves the sockets and timers of many {@link ClientTransport}s. */
public final class ClientLoop implements AutoCloseable {
  private static final long TICK_NANOS = 5_000_000;

  private final Selector selector;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<ClientTransport> transports = new ArrayList<>();
  private final Thread thread;
  private volatile boolean running = true;

  /** Starts the thread. */
  public ClientLoop(String name) throws IOException {
    selector = Selector.open();
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /** Runs {@code task} on the loop's thread, soon. */
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Called on the loop's thread. */
  void register(LitePath path, DatagramChannel channel) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, path);
  }

  /** Called on the loop's thread: its timers run from now on. */
  void add(ClientTransport transport) {
    transports.add(transport);
  }

  /** Called on the loop's thread; the channel's key goes when the channel closes. */
  void forget(ClientTransport transport) {
    transports.remove(transport);
  }

  private void run() {
    long nextTick = System.nanoTime();
    while (running) {
      try {
        long wait = (nextTick - System.nanoTime()) / 1_000_000;
        if (wait > 0) {
          selector.select(wait);
        } else {
          selector.selectNow();
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        long now = System.nanoTime();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isValid()) {
            ((LitePath) key.attachment()).onReadable(now);
          }
        }
        selector.selectedKeys().clear();
        if (now - nextTick >= 0) {
          nextTick = now + TICK_NANOS;
          for (ClientTransport transport : List.copyOf(transports)) {
            transport.onTimeout(now);
          }
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    execute(() -> List.copyOf(transports).forEach(ClientTransport::close));
    execute(() -> running = false);
    try {
      thread.join(1000);
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
