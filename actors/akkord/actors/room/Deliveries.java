package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akkord.actors.MediaPlacement;
import akkord.actors.node.MediaNode;
import akkord.media.MediaCommand;
import akkord.proto.DataPacket;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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

  private final DataRelay data;
  private final ActorRef<MediaNode.Notice> notices;
  private final LongSupplier clock;
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private long tickets;

  private static final class Pending implements DataRelay.Carrier {
    private final String ticket;
    private final ActorRef<MediaNode.Notice> notices;
    private final ByteString nonce;
    private final long since;
    private final RoomReply done;
    private final ActorRef<RoomReply> replyTo;
    private int open;
    private boolean refused;

    Pending(
        String ticket,
        ActorRef<MediaNode.Notice> notices,
        ByteString nonce,
        long since,
        RoomReply done,
        ActorRef<RoomReply> replyTo) {
      this.ticket = ticket;
      this.notices = notices;
      this.nonce = nonce;
      this.since = since;
      this.done = done;
      this.replyTo = replyTo;
    }

    @Override
    public void carry(MediaPlacement to, MediaCommand.SendData order) {
      open++;
      to.node().tell(new MediaNode.Deliver(to.worker(), order, ticket, notices));
    }
  }

  /**
   * Deliveries by a relay.
   *
   * @param notices where media nodes answer
   * @param clock ns
   */
  Deliveries(DataRelay data, ActorRef<MediaNode.Notice> notices, LongSupplier clock) {
    this.data = data;
    this.notices = notices;
    this.clock = clock;
  }

  /** Sends a packet; {@code done} is the answer when it got through. */
  void send(DataPacket packet, RoomReply done, ActorRef<RoomReply> replyTo) {
    forgetOld();
    if (pending.size() >= MAX_PENDING) {
      replyTo.tell(BUSY);
      return;
    }
    String ticket = "send " + ++tickets;
    ByteString nonce = packet.getUser().getNonce();
    Pending begun = new Pending(ticket, notices, nonce, clock.getAsLong(), done, replyTo);
    data.send(packet, begun);
    if (begun.open == 0) {
      replyTo.tell(done);
    } else {
      pending.put(ticket, begun);
    }
  }

  private void forgetOld() {
    Iterator<Pending> oldest = pending.values().iterator();
    while (oldest.hasNext() && clock.getAsLong() - oldest.next().since > GIVEN_UP.toNanos()) {
      oldest.remove();
    }
  }

  /** A worker took what has this ticket, or did not. */
  void delivered(String ticket, boolean taken) {
    Pending delivery = pending.get(ticket);
    if (delivery == null) {
      return;
    }
    delivery.open--;
    delivery.refused |= !taken;
    if (delivery.open == 0) {
      pending.remove(ticket);
      if (delivery.refused) {
        data.forget(delivery.nonce);
      }
      delivery.replyTo.tell(delivery.refused ? BUSY : delivery.done);
    }
  }
}
