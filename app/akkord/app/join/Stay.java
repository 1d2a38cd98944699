package akkord.app.join;

import akkord.app.client.SignalClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stay in a room: one session after the other, each a join of its own, until one ends for good. A
 * session that loses its signal connection alone comes back by itself.
 */
final class Stay {
  private static final int MAX_TRIES = 10;
  private static final long MAX_PAUSE_SECONDS = 8;
  private static final int GOODBYE_SECONDS = 5;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private final JoinSession.Options options;
  private final Events events;
  private final String url;
  private final CompletableFuture<End> left = new CompletableFuture<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private String token;

  /**
   * One that has not begun.
   *
   * @param url {@code ws://} or {@code wss://}
   */
  Stay(JoinSession.Options options, Events events, String url, String token) {
    this.options = options;
    this.events = events;
    this.url = url;
    this.token = token;
  }

  /**
   * Joins, and returns when the stay is over.
   *
   * @throws IOException if the first join is refused or not answered
   */
  End run() throws IOException, InterruptedException {
    try {
      return goOn(first());
    } finally {
      over.countDown();
    }
  }

  private End goOn(End first) throws InterruptedException {
    End end = first;
    for (int tries = 1; end.kind() == End.Kind.LOST && !left.isDone(); tries++) {
      if (tries > MAX_TRIES) {
        return End.refused("gave up: " + end.text());
      }
      events.tell("reconnecting", "", "", "joining again: " + end.text());
      if (leavesWithin(Math.min(1L << (tries - 1), MAX_PAUSE_SECONDS))) {
        break;
      }
      boolean connected = false;
      try (JoinSession again = new JoinSession(options, events)) {
        end = stay(again);
        connected = again.wasConnected();
      } catch (IOException e) {
        boolean isFinal =
            e instanceof SignalClient.Refused refused
                && refused.status() >= CLIENT_ERROR
                && refused.status() < SERVER_ERROR;
        end = isFinal ? End.refused(e.getMessage()) : End.lost(e.getMessage());
      }
      tries = connected ? 0 : tries;
    }
    return left.isDone() ? left.join() : end;
  }

  /** A first session that never had media would not have it at the second try either. */
  private End first() throws IOException, InterruptedException {
    try (JoinSession first = new JoinSession(options, events)) {
      End end = stay(first);
      boolean isHopeless = end.kind() == End.Kind.LOST && !first.wasConnected();
      return isHopeless ? End.refused(end.text()) : end;
    }
  }

  private End stay(JoinSession joined) throws IOException, InterruptedException {
    var unused = left.thenAccept(joined::end);
    joined.join(url, token);
    try {
      return joined.ended().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      token = joined.token();
    }
  }

  private boolean leavesWithin(long seconds) throws InterruptedException {
    try {
      left.get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Leaves after so long, if it has not before. */
  void leaveAfter(Duration patience) {
    left.completeOnTimeout(End.done("left"), patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Leaves at once; returns when goodbye is said and the files are complete. Any thread. */
  void leave() {
    left.complete(End.done("left"));
    try {
      over.await(GOODBYE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
