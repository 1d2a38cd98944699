package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akkord.actors.MediaPlacement;
import akkord.actors.node.DataDoor;
import akkord.actors.node.MediaNode;
import akkord.media.MediaCommand;
import akkord.proto.DataPacket;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
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

  /** Data that was refused in part, of which it is known who has it. */
  private static final int MAX_PARTLY = 100;

  private final DataRelay data;
  private final DataDoor door;
  private final ActorRef<MediaNode.Notice> notices;
  private final LongSupplier clock;
  private final Map<String, Leg> legs = new LinkedHashMap<>();
  private final Map<ByteString, Set<MediaPlacement>> partly = new LinkedHashMap<>();
  private long tickets;

  /** The part of a delivery that goes to one worker. */
  private record Leg(Delivery delivery, MediaPlacement to, long since) {}

  private final class Delivery implements DataRelay.Carrier {
    private final ByteString nonce;
    private final RoomReply done;
    private final ActorRef<RoomReply> replyTo;
    private final Set<MediaPlacement> taken = new HashSet<>(2);
    private int open;
    private boolean refused;

    Delivery(ByteString nonce, RoomReply done, ActorRef<RoomReply> replyTo) {
      this.nonce = nonce;
      this.done = done;
      this.replyTo = replyTo;
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

    private void end() {
      if (refused) {
        data.forget(nonce);
        remember();
      }
      replyTo.tell(refused ? BUSY : done);
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
   * others did not goes only to the others when it is sent again with its nonce.
   */
  void send(DataPacket packet, RoomReply done, ActorRef<RoomReply> replyTo) {
    forgetOld();
    if (legs.size() >= MAX_PENDING) {
      replyTo.tell(BUSY);
      return;
    }
    ByteString nonce = packet.getUser().getNonce();
    Delivery begun = new Delivery(nonce, done, replyTo);
    Set<MediaPlacement> before = partly.remove(nonce);
    if (before != null) {
      begun.taken.addAll(before);
    }
    data.send(packet, begun);
    if (begun.open == 0) {
      replyTo.tell(done);
    }
  }

  private void forgetOld() {
    Iterator<Leg> oldest = legs.values().iterator();
    while (oldest.hasNext() && clock.getAsLong() - oldest.next().since() > GIVEN_UP.toNanos()) {
      oldest.remove();
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
