package akkord.actors.room;

import akkord.actors.MediaPlacement;
import akkord.media.DataMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One member as a receiver of data: how to reach it, and what waits until it can be reached. */
final class DataReceiver {
  /** Bytes that wait for a joiner's channel at most; the oldest go first. */
  static final int MAX_HELD = 1 << 20;

  /** How long a message waits for a joiner's channel, ns: as long as LiveKit remembers. */
  static final long HOLD = 10_000_000_000L;

  private record Held(DataMessage message, long since) {}

  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private final Map<String, Integer> owed = new HashMap<>();
  private Optional<MediaPlacement> placement = Optional.empty();
  private String transport = "";
  private Set<String> labels = Set.of();
  private int heldBytes;
  private boolean congested;
  private long missedFrom;
  private long missedTo;

  /**
   * A member that cannot be reached yet.
   *
   * @param place of the next packet in the room's log
   */
  DataReceiver(long place) {
    missedFrom = place;
    missedTo = place;
  }

  Optional<MediaPlacement> placement() {
    return placement;
  }

  String transport() {
    return transport;
  }

  boolean has(String label) {
    return labels.contains(label);
  }

  boolean isCongested() {
    return congested;
  }

  /** Keeps a reliable message until the channel is open. */
  void hold(DataMessage message, long now) {
    held.add(new Held(message, now));
    heldBytes += message.bytes().length;
    while (heldBytes > MAX_HELD || (!held.isEmpty() && now - held.peek().since() > HOLD)) {
      heldBytes -= held.poll().message().bytes().length;
    }
  }

  /**
   * It can be reached so now; returns what has waited for that, in order.
   *
   * @param place of the next packet in the room's log
   */
  List<DataMessage> reach(DataOrder.Reach reach, long place, long now) {
    boolean sameChannel =
        transport.equals(reach.transport()) && reach.labels().contains(DataChannelLabel.RELIABLE);
    if (has(DataChannelLabel.RELIABLE) && !sameChannel) {
      missedTo = place;
    }
    placement = Optional.of(reach.placement());
    transport = reach.transport();
    labels = Set.copyOf(reach.labels());
    List<DataMessage> ready = new ArrayList<>();
    held.removeIf(
        each -> {
          boolean old = now - each.since() > HOLD;
          boolean reachable = has(each.message().label());
          if (reachable && !old) {
            ready.add(each.message());
          }
          if (reachable || old) {
            heldBytes -= each.message().bytes().length;
          }
          return reachable || old;
        });
    return ready;
  }

  /** Where in the room's log what went to a channel that is gone begins. */
  long missedFrom() {
    return missedFrom;
  }

  /** The place behind it. */
  long missedTo() {
    return missedTo;
  }

  /** What it has missed goes before all that waits; returns it if it may go at once. */
  List<DataMessage> replay(List<DataMessage> missed, long now) {
    missedFrom = missedTo;
    if (has(DataChannelLabel.RELIABLE)) {
      return missed;
    }
    List<Held> later = List.copyOf(held);
    held.clear();
    heldBytes = 0;
    missed.forEach(message -> hold(message, now));
    held.addAll(later);
    heldBytes += later.stream().mapToInt(each -> each.message().bytes().length).sum();
    return List.of();
  }

  /** A sender waits for this member. */
  void owe(String sender, int bytes) {
    owed.merge(sender, bytes, Integer::sum);
  }

  /** It has fallen behind, or caught up; returns what is due to senders that waited. */
  Map<String, Integer> congested(boolean now) {
    congested = now;
    return now ? Map.of() : settle();
  }

  /** What is due to senders that wait for it; it is forgotten here. */
  Map<String, Integer> settle() {
    Map<String, Integer> due = Map.copyOf(owed);
    owed.clear();
    return due;
  }
}
