package akkord.media.sctp;

import akkord.media.net.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Stream reset (RFC 6525): ours, one request at a time until it is answered, and the peer's, each
 * done once.
 */
final class StreamReset {
  private static final int OUTGOING_REQUEST = 13;
  private static final int RESPONSE = 16;
  private static final int DONE = 1;
  private static final int DENIED = 2;
  private static final int BAD_NUMBER = 5;
  private static final int IN_PROGRESS = 6;

  /** Streams that one request names at most. */
  private static final int MAX_STREAMS = 128;

  /** Parameters that one chunk may hold (RFC 6525 3.1). */
  private static final int MAX_PARAMETERS = 2;

  /** Hears what was reset. */
  interface User {
    /** The peer will use this stream anew; what it sent before has all been delivered. */
    void onIncomingReset(int stream);

    /** The peer knows that we will use this stream anew. */
    void onOutgoingReset(int stream);
  }

  private final Sender sender;
  private final Receiver receiver;
  private final int streams;
  private final User user;
  private final Deadline timer;
  private final Set<Integer> wanted = new LinkedHashSet<>(4);
  private List<Integer> asked = List.of();
  private int nextRequest;
  private int askedLastTsn;
  private boolean requestDue;
  private int expectedRequest;
  private int lastResult = DONE;
  private final int[] responses = new int[2 * MAX_PARAMETERS];
  private int responseCount;

  StreamReset(Sender sender, Receiver receiver, int streams, User user, Deadlines deadlines) {
    this.sender = sender;
    this.receiver = receiver;
    this.streams = streams;
    this.user = user;
    timer = deadlines.add();
  }

  /** Both sides number their requests from their first TSN (RFC 6525 5.1.1). */
  void start(int localFirstTsn, int remoteFirstTsn) {
    nextRequest = localFirstTsn;
    expectedRequest = remoteFirstTsn;
  }

  /** Resets an outgoing stream; waiting messages are forgotten. */
  void request(int stream) {
    if (!asked.contains(stream) && wanted.add(stream)) {
      sender.queue().clear(stream);
      sender.queue().pause(stream);
    }
  }

  /** Whether {@link #write} has something to say. */
  boolean hasWork() {
    return responseCount > 0 || requestDue || mayAsk();
  }

  private boolean mayAsk() {
    if (!asked.isEmpty() || wanted.isEmpty()) {
      return false;
    }
    for (int stream : wanted) {
      if (!sender.queue().midMessage(stream)) {
        return true;
      }
    }
    return false;
  }

  /** Writes what is due, one chunk. */
  void write(PacketWriter packet, long now) {
    if (mayAsk()) {
      ask();
    }
    packet.chunk(ChunkType.RE_CONFIG, 0);
    if (responseCount > 0) {
      for (int i = 0; i < responseCount; i++) {
        packet.int16(RESPONSE);
        packet.int16(12);
        packet.int32(responses[2 * i]);
        packet.int32(responses[2 * i + 1]);
      }
      responseCount = 0;
    } else {
      writeRequest(packet);
      requestDue = false;
      timer.start(now + sender.rto().current());
    }
    packet.endChunk();
  }

  private void ask() {
    List<Integer> ready = new ArrayList<>();
    for (int stream : wanted) {
      if (ready.size() < MAX_STREAMS && !sender.queue().midMessage(stream)) {
        ready.add(stream);
      }
    }
    ready.forEach(wanted::remove);
    asked = ready;
    askedLastTsn = sender.lastTsn();
    requestDue = true;
  }

  private void writeRequest(PacketWriter packet) {
    packet.int16(OUTGOING_REQUEST);
    packet.int16(16 + 2 * asked.size());
    packet.int32(nextRequest);
    packet.int32(expectedRequest - 1);
    packet.int32(askedLastTsn);
    for (int stream : asked) {
      packet.int16(stream);
    }
    packet.pad();
  }

  /** Takes a RE-CONFIG chunk's value; false if it does not parse. */
  boolean onChunk(byte[] bytes, int at, int length) {
    int end = at + length;
    int p = at;
    for (int i = 0; i < MAX_PARAMETERS && p + 4 <= end; i++) {
      int size = Bytes.getShort(bytes, p + 2);
      if (size < 12 || size > end - p) {
        return false;
      }
      onParameter(bytes, p, size);
      p += ChunkType.padded(size);
    }
    return true;
  }

  private void onParameter(byte[] bytes, int at, int size) {
    int type = Bytes.getShort(bytes, at);
    int number = Bytes.getInt(bytes, at + 4);
    if (type == RESPONSE) {
      onResponse(number, Bytes.getInt(bytes, at + 8));
    } else if (number == expectedRequest - 1) {
      respond(number, lastResult);
    } else if (number != expectedRequest) {
      respond(number, BAD_NUMBER);
    } else if (type != OUTGOING_REQUEST || size < 16) {
      done(number, DENIED);
    } else if (Bytes.getInt(bytes, at + 12) - receiver.cumulative() > 0) {
      respond(number, IN_PROGRESS);
    } else {
      perform(bytes, at + 16, (size - 16) / 2);
      done(number, DONE);
    }
  }

  private void done(int number, int result) {
    expectedRequest++;
    lastResult = result;
    respond(number, result);
  }

  private void respond(int number, int result) {
    if (responseCount < MAX_PARAMETERS) {
      responses[2 * responseCount] = number;
      responses[2 * responseCount + 1] = result;
      responseCount++;
    }
  }

  private void perform(byte[] bytes, int at, int count) {
    if (count == 0) {
      for (int stream = 0; stream < streams; stream++) {
        reset(stream);
      }
    }
    for (int i = 0; i < count; i++) {
      int stream = Bytes.getShort(bytes, at + 2 * i);
      if (stream < streams) {
        reset(stream);
      }
    }
  }

  private void reset(int stream) {
    receiver.reset(stream);
    user.onIncomingReset(stream);
  }

  private void onResponse(int number, int result) {
    if (asked.isEmpty() || number != nextRequest || result == IN_PROGRESS) {
      return; // in progress: the timer asks again
    }
    List<Integer> answered = asked;
    asked = List.of();
    nextRequest++;
    requestDue = false;
    timer.stop();
    if (result <= DONE) {
      for (int stream : answered) {
        sender.queue().restart(stream);
        user.onOutgoingReset(stream);
      }
    }
  }

  void onTimeout(long now) {
    if (timer.due(now)) {
      timer.stop();
      requestDue = !asked.isEmpty();
    }
  }
}
