package akkord.api.signal;

import akka.http.javadsl.model.ws.Message;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akkord.proto.SignalResponse;
import java.time.Duration;
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

  private final int maxMessages;
  private final int maxBytes;
  private final Duration stallTimeout;
  private final SharedFrames frames;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Queue<Frame> early = new ArrayDeque<>();
  private BoundedSourceQueue<Frame> queue;
  private SignalCodec.Format format = SignalCodec.Format.BINARY;
  private boolean closed;
  private volatile boolean stalled;

  Outbox(SignalSettings settings, SharedFrames frames) {
    this.frames = frames;
    maxMessages = settings.maxQueuedMessages();
    maxBytes = settings.maxQueuedBytes();
    stallTimeout = settings.stallTimeout();
  }

  /** What the socket writes; its queue is to be handed to {@link #attach}. */
  Source<Message, BoundedSourceQueue<Frame>> source() {
    return Source.<Frame>queue(maxMessages)
        .map(
            frame -> {
              waitingBytes.addAndGet(-frame.size());
              return frame.message();
            })
        // Whoever is told little never fills the queue, however long nothing can be written.
        .via(new StallGuard<>(stallTimeout, () -> stalled = true));
  }

  /** The socket is open: what came early goes out now. */
  void attach(BoundedSourceQueue<Frame> opened) {
    queue = opened;
    early.forEach(queue::offer);
    early.clear();
    if (closed) {
      complete();
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
    Frame frame = new Frame(frames.encode(response, format), size);
    waitingBytes.addAndGet(size);
    if (queue == null) {
      return early.size() < maxMessages && early.add(frame);
    }
    return queue.offer(frame) != QueueOfferResult.dropped();
  }

  /** Closes the socket once everything before has been written (row W-07). */
  void close() {
    if (!closed && queue != null) {
      complete();
    }
    closed = true;
  }

  /** Whether the socket ended because its client did not read for too long. */
  boolean stalled() {
    return stalled;
  }

  private void complete() {
    try {
      queue.complete();
    } catch (IllegalStateException alreadyEnded) {
      // The socket was first, and that is as good.
    }
  }
}
