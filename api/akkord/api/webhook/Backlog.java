package akkord.api.webhook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events that wait for one URL: a queue for each room, bounded together and alone. A room's first
 * event is posted again until it is done with, while other rooms go on.
 */
final class Backlog {
  private final int maxDepth;
  private final long maxBytes;
  private final Map<String, RoomQueue> rooms = new HashMap<>();
  private final Deque<String> ready = new ArrayDeque<>();
  private int size;
  private long bytes;

  private enum State {
    /** Its first event is to be posted. */
    READY,
    /** Its first event is being posted. */
    POSTING,
    /** Its first event was not taken; {@link #wake} ends the wait. */
    WAITING
  }

  private static final class RoomQueue {
    final Deque<Message> messages = new ArrayDeque<>();
    State state = State.READY;
    int failures;
    long bytes;

    /** The oldest event that may be given up: not the one that may be arriving right now. */
    Iterator<Message> oldest() {
      Iterator<Message> messages = this.messages.iterator();
      if (state == State.POSTING) {
        messages.next();
      }
      return messages;
    }
  }

  /**
   * An empty one.
   *
   * @param maxDepth events of one room
   * @param maxBytes of all events
   */
  Backlog(int maxDepth, long maxBytes) {
    this.maxDepth = maxDepth;
    this.maxBytes = maxBytes;
  }

  /** Appends an event; returns what had to give way: older events of its room, or itself. */
  List<Message> add(Message message) {
    RoomQueue queue = rooms.get(message.room());
    List<Message> gaveWay = new ArrayList<>();
    if (queue == null) {
      queue = new RoomQueue();
    } else {
      makeRoom(queue, message, gaveWay);
    }
    if (!fits(queue, message)) {
      gaveWay.add(message);
      return gaveWay;
    }
    if (rooms.putIfAbsent(message.room(), queue) == null) {
      ready.add(message.room());
    }
    queue.messages.add(message);
    count(queue, message, 1);
    return gaveWay;
  }

  private boolean fits(RoomQueue queue, Message message) {
    return queue.messages.size() < maxDepth && bytes + message.size() <= maxBytes;
  }

  /** The newest state is worth more than the history: the oldest go, if that is enough. */
  private void makeRoom(RoomQueue queue, Message message, List<Message> gaveWay) {
    long others = bytes - queue.bytes;
    Iterator<Message> oldest = queue.oldest();
    while (others + message.size() <= maxBytes && !fits(queue, message) && oldest.hasNext()) {
      Message given = oldest.next();
      oldest.remove();
      count(queue, given, -1);
      gaveWay.add(given);
    }
  }

  /** An event to post now; it stays here until {@link #done}. */
  Optional<Message> next() {
    String room = ready.poll();
    if (room == null) {
      return Optional.empty();
    }
    RoomQueue queue = rooms.get(room);
    queue.state = State.POSTING;
    return Optional.of(queue.messages.getFirst());
  }

  /**
   * An event that was posted is taken, or given up.
   *
   * @param reached whether the receiver answered, so that the next failure is a first one
   */
  void done(Message message, boolean reached) {
    RoomQueue queue = rooms.get(message.room());
    if (queue == null || !message.equals(queue.messages.peek())) {
      return; // cleared meanwhile
    }
    queue.messages.remove();
    count(queue, message, -1);
    if (reached) {
      queue.failures = 0;
    }
    if (queue.messages.isEmpty()) {
      rooms.remove(message.room());
    } else {
      queue.state = State.READY;
      ready.add(message.room());
    }
  }

  /** An event that was posted is to be posted again: how often that was so in a row by now. */
  int failed(Message message) {
    RoomQueue queue = rooms.get(message.room());
    if (queue == null) {
      return 1; // cleared meanwhile
    }
    queue.state = State.WAITING;
    return ++queue.failures;
  }

  /** The wait of this room is over. */
  void wake(String room) {
    RoomQueue queue = rooms.get(room);
    if (queue != null && queue.state == State.WAITING) {
      queue.state = State.READY;
      ready.add(room);
    }
  }

  /** Nobody waits any longer. */
  void wakeAll() {
    List.copyOf(rooms.keySet()).forEach(this::wake);
  }

  /** Events, those being posted among them. */
  int size() {
    return size;
  }

  /** Bytes of all events. */
  long bytes() {
    return bytes;
  }

  /** Empties it. */
  List<Message> clear() {
    List<Message> all = new ArrayList<>();
    rooms.values().forEach(queue -> all.addAll(queue.messages));
    rooms.clear();
    ready.clear();
    size = 0;
    bytes = 0;
    return all;
  }

  private void count(RoomQueue queue, Message message, int sign) {
    size += sign;
    bytes += (long) sign * message.size();
    queue.bytes += (long) sign * message.size();
  }
}
