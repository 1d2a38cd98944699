package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akkord.actors.MediaPlacement;
import akkord.actors.node.DataDoor;
import akkord.actors.node.MediaNode;
import akkord.media.MediaCommand;
import akkord.proto.DataPacket;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Data that the room service sends (RS-09): its caller is answered once every worker concerned has
 * taken it, or one could not.
 */
final class Deliveries {
  /** Answers that are waited for at a time; more data is refused. */
  static final int MAX_PENDING = 4096;

  /** A media node that has not answered in this time has ended; so has the caller's patience. */
  static final Duration GIVEN_UP = Duration.ofSeconds(10);

  private static final RoomReply BUSY =
      new RoomReply.Busy("the room's media is overloaded: send less, or again later");

  /** Callers of one delivery that is under way. */
  private static final int MAX_CALLERS = 16;

  /** Data that was refused in part, of which it is known who has it. */
  private static final int MAX_PARTLY = 100;

  private final DataRelay data;
  private final DataDoor door;
  private final ActorRef<MediaNode.Notice> notices;
  private final LongSupplier clock;
  private final Map<String, Leg> legs = new LinkedHashMap<>();
  private final Map<ByteString, Set<MediaPlacement>> partly = new LinkedHashMap<>();
  private final Map<ByteString, Delivery> underWay = new HashMap<>();
  private long tickets;

  /** The part of a delivery that goes to one worker. */
  private record Leg(Delivery delivery, MediaPlacement to, long since) {}

  private final class Delivery implements DataRelay.Carrier {
    private final ByteString nonce;
    private final RoomReply done;
    private final List<ActorRef<RoomReply>> callers = new ArrayList<>();
    private final Set<MediaPlacement> taken = new HashSet<>(2);
    private int open;
    private boolean refused;

    Delivery(ByteString nonce, RoomReply done, ActorRef<RoomReply> replyTo) {
      this.nonce = nonce;
      this.done = done;
      callers.add(replyTo);
    }

    @Override
    public void carry(MediaPlacement to, MediaCommand.SendData order) {
      if (!taken.contains(to)) {
        open++;
        String ticket = "send " + ++tickets;
        legs.put(ticket, new Leg(this, to, clock.getAsLong()));
        boolean reliable = DataChannelLabel.isReliable(order);
        door.deliver(to, order, reliable, ticket, notices);
      }
    }

    private void join(ActorRef<RoomReply> caller) {
      if (callers.size() == MAX_CALLERS) {
        caller.tell(BUSY);
      } else {
        callers.add(caller);
      }
    }

    private void end() {
      underWay.remove(nonce, this);
      if (refused) {
        data.forget(nonce);
        remember();
      }
      callers.forEach(caller -> caller.tell(refused ? BUSY : done));
    }

    private void remember() {
      if (!nonce.isEmpty()) {
        partly.put(nonce, taken);
        if (partly.size() > MAX_PARTLY) {
          partly.remove(partly.keySet().iterator().next());
        }
      }
    }
  }

  /**
   * Deliveries by a relay.
   *
   * @param door the way to workers
   * @param notices where media nodes answer
   * @param clock ns
   */
  Deliveries(
      DataRelay data, DataDoor door, ActorRef<MediaNode.Notice> notices, LongSupplier clock) {
    this.door = door;
    this.data = data;
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * Sends a packet; {@code done} is the answer when it got through. One that some workers took and
   * others did not goes only to the others when it is sent again with its nonce; whoever repeats
   * one that is still under way hears with its first caller.
   */
  void send(DataPacket packet, RoomReply done, ActorRef<RoomReply> replyTo) {
    forgetOld();
    if (legs.size() >= MAX_PENDING) {
      replyTo.tell(BUSY);
      return;
    }
    ByteString nonce = packet.getUser().getNonce();
    Delivery first = underWay.get(nonce);
    if (first != null) {
      first.join(replyTo);
      return;
    }
    Delivery begun = new Delivery(nonce, done, replyTo);
    Set<MediaPlacement> before = partly.remove(nonce);
    if (before != null) {
      begun.taken.addAll(before);
    }
    data.send(packet, begun);
    if (begun.open == 0) {
      replyTo.tell(done);
    } else if (!nonce.isEmpty()) {
      underWay.put(nonce, begun);
    }
  }

  private void forgetOld() {
    Iterator<Leg> oldest = legs.values().iterator();
    while (oldest.hasNext()) {
      Leg leg = oldest.next();
      if (clock.getAsLong() - leg.since() <= GIVEN_UP.toNanos()) {
        return;
      }
      oldest.remove();
      underWay.remove(leg.delivery().nonce, leg.delivery());
    }
  }

  /** A worker took what has this ticket, or did not. */
  void delivered(String ticket, boolean taken) {
    Leg leg = legs.remove(ticket);
    if (leg == null) {
      return;
    }
    Delivery delivery = leg.delivery();
    if (taken) {
      delivery.taken.add(leg.to());
    }
    delivery.refused |= !taken;
    delivery.open--;
    if (delivery.open == 0) {
      delivery.end();
    }
  }
}
