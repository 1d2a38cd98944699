package akkord.media.sctp;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Messages that have not been cut into fragments yet, stream by stream in turn: a message each, as
 * DATA chunks leave the receiver no other way to tell (RFC 9260 6.9), or a fragment each, so that a
 * long message of one stream does not hold up the others.
 */
final class SendQueue {
  private OutboundStream[] streams = new OutboundStream[4];
  private final ArrayDeque<OutboundStream> round = new ArrayDeque<>(4);
  private boolean interleaves;

  /** From now on the next stream's turn comes after every fragment. */
  void interleave() {
    interleaves = true;
  }

  /** A stream of ours, made at its first use. */
  OutboundStream stream(int id) {
    if (id >= streams.length) {
      streams = Arrays.copyOf(streams, Math.max(id + 1, 2 * streams.length));
    }
    OutboundStream stream = streams[id];
    if (stream == null) {
      stream = new OutboundStream(id);
      streams[id] = stream;
    }
    return stream;
  }

  void add(OutboundMessage message) {
    message.stream.add(message);
    schedule(message.stream);
  }

  private void schedule(OutboundStream stream) {
    if (!stream.scheduled && !stream.paused && !stream.isEmpty()) {
      stream.scheduled = true;
      round.add(stream);
    }
  }

  /** The message to cut from next, null if none; expired ones that nothing was sent of are gone. */
  OutboundMessage peek(long now) {
    while (!round.isEmpty()) {
      OutboundStream stream = round.peek();
      OutboundMessage message = stream.head();
      if (message == null || (stream.paused && message.sent == 0)) {
        round.poll();
        stream.scheduled = false;
      } else if (message.sent == 0 && message.expired(now)) {
        stream.dropOldest();
      } else {
        return message;
      }
    }
    return null;
  }

  /**
   * A fragment of what {@link #peek} gave was cut; behind the last, or behind each, the next
   * stream's turn comes.
   */
  void cut(OutboundMessage message, int length) {
    if (message.sent == 0) {
      OutboundStream stream = message.stream;
      message.number = message.ordered ? stream.nextOrdered++ : stream.nextUnordered++;
    }
    message.sent += length;
    if (message.sent == message.bytes.length) {
      finish(message);
    } else if (interleaves) {
      round.add(round.poll());
    }
  }

  /** The rest of a message in part sent is not wanted any more. */
  void abandonRest(OutboundMessage message) {
    message.stream.buffered -= message.bytes.length - message.sent;
    message.sent = message.bytes.length;
    finish(message);
  }

  private void finish(OutboundMessage message) {
    OutboundStream stream = message.stream;
    stream.poll();
    if (round.peek() == stream) {
      round.poll();
    } else {
      round.remove(stream); // its message was given up when it was others' turn
    }
    stream.scheduled = false;
    schedule(stream);
  }

  boolean isEmpty() {
    return round.isEmpty();
  }

  /** Lets nothing more out of a stream, or lets it begin anew. */
  void pause(int id) {
    stream(id).paused = true;
  }

  /** A stream was reset: it counts from zero again. */
  void restart(int id) {
    OutboundStream stream = stream(id);
    stream.nextOrdered = 0;
    stream.nextUnordered = 0;
    stream.paused = false;
    schedule(stream);
  }

  /** Forgets a stream's waiting messages, except one that is in part sent. */
  void clear(int id) {
    OutboundStream stream = stream(id);
    int dropped;
    do {
      dropped = stream.dropOldest();
    } while (dropped > 0);
  }

  /** Whether a message of this stream has been begun and not ended. */
  boolean midMessage(int id) {
    OutboundStream stream = stream(id);
    return !stream.isEmpty() && stream.head().sent > 0;
  }
}
