package akkord.media.sctp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Puts the ordered messages of each incoming stream in order (RFC 9260 6.6). */
final class InboundStreams {
  /** Bytes that a waiting message costs besides its data. */
  static final int OVERHEAD = 128;

  private static final class Held {
    final int ppid;
    final byte[] bytes;

    Held(int ppid, byte[] bytes) {
      this.ppid = ppid;
      this.bytes = bytes;
    }
  }

  private final Reassembly.Receiver receiver;
  private short[] expected = new short[0];
  private final Map<Integer, TreeMap<Short, Held>> held = new HashMap<>(0);
  private int buffered;

  InboundStreams(Reassembly.Receiver receiver) {
    this.receiver = receiver;
  }

  /** Bytes held, overhead included. */
  int buffered() {
    return buffered;
  }

  /** Takes a whole message; one whose number has passed is nobody's any more. */
  void add(Fragment header, byte[] bytes, int offset, int length) {
    if (!header.ordered()) {
      receiver.onMessage(header.stream, header.ppid, bytes, offset, length);
      return;
    }
    reserve(header.stream);
    int ahead = (short) (header.number - expected[header.stream]);
    if (ahead == 0) {
      expected[header.stream]++;
      receiver.onMessage(header.stream, header.ppid, bytes, offset, length);
      deliverHeld(header.stream);
    } else if (ahead > 0) {
      hold(header, Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }

  private void reserve(int stream) {
    if (stream >= expected.length) {
      expected = Arrays.copyOf(expected, Math.max(stream + 1, 2 * expected.length));
    }
  }

  private void hold(Fragment header, byte[] bytes) {
    Held before =
        held.computeIfAbsent(header.stream, unused -> new TreeMap<>((a, b) -> (short) (a - b)))
            .put((short) header.number, new Held(header.ppid, bytes));
    buffered += bytes.length + OVERHEAD;
    if (before != null) {
      buffered -= before.bytes.length + OVERHEAD;
    }
  }

  private void deliverHeld(int stream) {
    TreeMap<Short, Held> waiting = held.get(stream);
    while (waiting != null && !waiting.isEmpty() && waiting.firstKey() == expected[stream]) {
      expected[stream]++;
      deliver(stream, waiting.pollFirstEntry().getValue());
      if (waiting.isEmpty()) {
        held.remove(stream);
      }
    }
  }

  private void deliver(int stream, Held message) {
    buffered -= message.bytes.length + OVERHEAD;
    receiver.onMessage(stream, message.ppid, message.bytes, 0, message.bytes.length);
  }

  /** The peer gave up messages of a stream up to {@code ssn}: nobody waits for them any more. */
  void forward(int stream, int ssn) {
    reserve(stream);
    if ((short) (ssn - expected[stream]) < 0) {
      return;
    }
    TreeMap<Short, Held> waiting = held.get(stream);
    while (waiting != null && !waiting.isEmpty() && (short) (ssn - waiting.firstKey()) >= 0) {
      deliver(stream, waiting.pollFirstEntry().getValue());
    }
    expected[stream] = (short) (ssn + 1);
    if (waiting != null && waiting.isEmpty()) {
      held.remove(stream);
    }
    deliverHeld(stream);
  }

  /** A stream counts from zero again. */
  void reset(int stream) {
    if (stream < expected.length) {
      expected[stream] = 0;
    }
    TreeMap<Short, Held> waiting = held.remove(stream);
    if (waiting != null) {
      waiting.values().forEach(message -> buffered -= message.bytes.length + OVERHEAD);
    }
  }
}
