package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akkord.actors.MediaPlacement;
import akkord.actors.node.DataDoor;
import akkord.actors.node.MediaNode;
import akkord.media.MediaCommand;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/**
 * What senders get back of their windows, part by part: each once the workers have taken the packet
 * that completes it. They take orders in turn, so that a sender whose packets wait for a busy
 * worker waits, too.
 */
final class Credit {
  /** A tenth of the window at a time: an order to its worker for each packet would cost more. */
  static final int PART = 100_000;

  private static final String TICKET = "back ";

  private final DataDoor door;
  private final ActorRef<MediaNode.Notice> notices;
  private final ObjIntConsumer<String> giveBack;
  private final Map<String, Integer> due = new HashMap<>();
  private final Map<String, Part> open = new LinkedHashMap<>();
  private long tickets;

  /** The packet that completes a part, on its way. */
  final class Part implements DataRelay.Carrier {
    private final String ticket = TICKET + ++tickets;
    private int workers;
    private String sender;
    private int bytes;

    @Override
    public void carry(MediaPlacement to, MediaCommand.SendData order) {
      workers++;
      boolean reliable = DataChannelLabel.isReliable(order);
      door.deliver(to, order, reliable, ticket, notices);
    }
  }

  /**
   * Nobody is owed anything.
   *
   * @param door the way to workers
   * @param notices where media nodes answer
   * @param giveBack tells a sender, by its sid, how many bytes it may send more
   */
  Credit(DataDoor door, ActorRef<MediaNode.Notice> notices, ObjIntConsumer<String> giveBack) {
    this.door = door;
    this.notices = notices;
    this.giveBack = giveBack;
  }

  /** The carrier for a packet that completes a part; empty if more is to come first. */
  Optional<Part> completes(String sender, int bytes) {
    return due.getOrDefault(sender, 0) + bytes >= PART ? Optional.of(new Part()) : Optional.empty();
  }

  /** A packet was passed on that a sender gets back with others. */
  void add(String sender, int bytes) {
    due.merge(sender, bytes, Integer::sum);
  }

  /** A part was carried: all that is due is given back when it has been taken. */
  void carried(Part part, String sender) {
    part.sender = sender;
    part.bytes = take(sender);
    if (part.workers == 0) {
      giveBack(part);
    } else {
      open.put(part.ticket, part);
    }
  }

  private int take(String sender) {
    Integer taken = due.remove(sender);
    return taken == null ? 0 : taken;
  }

  private void giveBack(Part part) {
    if (part.bytes > 0) {
      giveBack.accept(part.sender, part.bytes);
    }
  }

  /**
   * What waited for a reader, or was passed on to nobody, is given back as soon as it is enough.
   */
  void release(String sender, int bytes) {
    add(sender, bytes);
    if (due.get(sender) >= PART) {
      giveBack.accept(sender, take(sender));
    }
  }

  /** A worker took what has this ticket, or is gone; false if the ticket is not from here. */
  boolean delivered(String ticket) {
    if (!ticket.startsWith(TICKET)) {
      return false;
    }
    Part part = open.get(ticket);
    if (part != null && --part.workers == 0) {
      open.remove(ticket);
      giveBack(part);
    }
    return true;
  }

  /** A member left, perhaps with a node that will not answer any more: waits for no answer. */
  void left(String sid) {
    due.remove(sid);
    List<Part> unanswered = List.copyOf(open.values());
    open.clear();
    unanswered.forEach(this::giveBack);
  }
}
