package akkord.media;

import akkord.media.dtls.DtlsEvent;
import akkord.media.transport.Transport;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/** What the threads of handshakes tell a worker. No more datagrams wait than it has room for. */
final class HandshakeMail {
  /** Who the mail is for. */
  interface Receiver {
    void onDtls(Transport transport, DtlsEvent event, long now);
  }

  private record Letter(Transport transport, DtlsEvent event) {}

  private final Queue<Letter> letters;
  // Ends of handshakes for which the letters had no room: one a transport at most.
  private final Queue<Letter> results = new ConcurrentLinkedQueue<>();
  private final AtomicInteger lost = new AtomicInteger();
  private final Runnable wakeup;
  private final Receiver receiver;

  /**
   * Nothing has been posted.
   *
   * @param wakeup makes the worker {@link #deliver}; called from any thread
   */
  HandshakeMail(int capacity, Runnable wakeup, Receiver receiver) {
    letters = new ManyToOneConcurrentArrayQueue<>(capacity);
    this.wakeup = wakeup;
    this.receiver = receiver;
  }

  /** Takes an event. From any thread. */
  void post(Transport transport, DtlsEvent event) {
    Letter letter = new Letter(transport, event);
    boolean taken = letters.offer(letter);
    if (!taken && event instanceof DtlsEvent.Outgoing) {
      lost.incrementAndGet(); // the handshake repeats it
      return;
    }
    if (!taken) {
      results.add(letter);
    }
    wakeup.run();
  }

  /** Hands over what has come, and what a handshake sent before its end; counts what was lost. */
  void deliver(long now, Output out) {
    deliver(letters, now);
    deliver(results, now);
    if (lost.get() > 0) {
      for (int i = lost.getAndSet(0); i > 0; i--) {
        out.drop(DropReason.DTLS_OVERFLOW);
      }
    }
  }

  private void deliver(Queue<Letter> from, long now) {
    for (Letter letter = from.poll(); letter != null; letter = from.poll()) {
      receiver.onDtls(letter.transport(), letter.event(), now);
    }
  }
}
