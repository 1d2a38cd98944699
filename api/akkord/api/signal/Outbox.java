package akkord.api.signal;

import akka.http.javadsl.model.ws.Message;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akkord.proto.SignalResponse;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits to be written to one client, bounded in messages and in bytes. Responses take the
 * format of the client's last frame. Belongs to one actor; only {@link #source} runs elsewhere.
 */
final class Outbox {
  /** A frame and what it weighs. */
  record Frame(Message message, int size) {}

  /** Ends the socket of a client that reads too slowly. */
  static final class SlowClient extends RuntimeException {
    SlowClient() {
      super("the client reads too slowly", null, false, false);
    }
  }

  private final int maxMessages;
  private final int maxBytes;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Queue<Frame> early = new ArrayDeque<>();
  private BoundedSourceQueue<Frame> queue;
  private SignalCodec.Format format = SignalCodec.Format.BINARY;
  private boolean closed;

  Outbox(int maxMessages, int maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  /** What the socket writes; its queue is to be handed to {@link #attach}. */
  Source<Message, BoundedSourceQueue<Frame>> source() {
    return Source.<Frame>queue(maxMessages)
        .map(
            frame -> {
              waitingBytes.addAndGet(-frame.size());
              return frame.message();
            });
  }

  /** The socket is open: what came early goes out now. */
  void attach(BoundedSourceQueue<Frame> opened) {
    queue = opened;
    early.forEach(queue::offer);
    early.clear();
    if (closed) {
      end(queue::complete);
    }
  }

  /** Everything from here on is written this way. */
  void use(SignalCodec.Format last) {
    format = last;
  }

  /** Appends a response; false if there is no room for it. Nothing is appended once closed. */
  boolean offer(SignalResponse response) {
    if (closed) {
      return true;
    }
    int size = response.getSerializedSize();
    if (waitingBytes.get() + size > maxBytes) {
      return false;
    }
    Frame frame = new Frame(SignalCodec.encode(response, format), size);
    waitingBytes.addAndGet(size);
    if (queue == null) {
      return early.size() < maxMessages && early.add(frame);
    }
    return queue.offer(frame) != QueueOfferResult.dropped();
  }

  /** Closes the socket once everything before has been written (row W-07). */
  void close() {
    if (!closed && queue != null) {
      end(queue::complete);
    }
    closed = true;
  }

  /** Closes the socket at once; what waits is lost. */
  void abort() {
    if (!closed && queue != null) {
      end(() -> queue.fail(new SlowClient()));
    }
    closed = true;
  }

  private static void end(Runnable how) {
    try {
      how.run();
    } catch (IllegalStateException alreadyEnded) {
      // The socket was first, and that is as good.
    }
  }
}
