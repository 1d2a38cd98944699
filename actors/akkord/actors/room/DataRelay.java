package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akkord.actors.MediaPlacement;
import akkord.actors.node.DataDoor;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.media.DataMessage;
import akkord.media.MediaCommand;
import akkord.proto.DataPacket;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Data between the members of a room (5.8): who gets a packet, and how fast its sender may go on.
 *
 * <p>All packets of a room pass here in one order, and each is one order to each worker, so what a
 * member sends arrives everywhere as it was sent, wherever the others' media lives. What a sender
 * has sent counts against its window until it was passed on to members that keep up.
 */
final class DataRelay {
  private static final int NONCES = 100;

  private final Roster roster;
  private final LongSupplier clock;
  private final Map<String, DataReceiver> receivers = new HashMap<>();
  private final Map<String, Integer> sequences = new HashMap<>();
  private final Set<ByteString> nonces = new LinkedHashSet<>();
  private final ReplayLog log = new ReplayLog();
  private Optional<DataAudience> audience = Optional.empty();
  private final Credit credit;
  private final Carrier ordinary;

  /** Brings an order to a worker. */
  @FunctionalInterface
  interface Carrier {
    /** Reliable data waits for a worker that is busy; other data is dropped. */
    void carry(MediaPlacement to, MediaCommand.SendData order);
  }

  /**
   * A relay among {@code roster}.
   *
   * @param door the way to workers
   * @param notices where media nodes answer; it hands their answers to {@link #delivered}
   * @param clock ns
   */
  DataRelay(Roster roster, DataDoor door, ActorRef<MediaNode.Notice> notices, LongSupplier clock) {
    this.roster = roster;
    this.credit = new Credit(door, notices, this::giveBack);
    this.ordinary = (to, order) -> door.pass(to, order, DataChannelLabel.isReliable(order));
    this.clock = clock;
  }

  void on(DataOrder order) {
    switch (order) {
      case DataOrder.Relay relay -> relay(relay);
      case DataOrder.Reach reach -> reach(reach);
      case DataOrder.Replay(var sid, var seen) -> roster.find(sid).ifPresent(m -> replay(m, seen));
      case DataOrder.Congested(var sid, var congested) -> congested(sid, congested);
    }
  }

  /** The room service sends; a repeated nonce is dropped (RS-09). */
  void send(DataPacket packet, Carrier carrier) {
    ByteString nonce = packet.getUser().getNonce();
    if (!nonce.isEmpty() && !nonces.add(nonce)) {
      return;
    }
    if (nonces.size() > NONCES) {
      nonces.remove(nonces.iterator().next());
    }
    String label = DataChannelLabel.of(packet.getKind());
    pass(new DataOrder.Relay("", packet, label, Optional.empty(), 0), carrier);
  }

  /** What had this nonce did not get through: it may come again. */
  void forget(ByteString nonce) {
    nonces.remove(nonce);
  }

  /** A member is gone: nobody waits for it any more. */
  void left(String sid) {
    DataReceiver gone = receivers.remove(sid);
    if (gone != null) {
      giveBack(gone.settle());
    }
    credit.left(sid);
    sequences.remove(sid);
  }

  /** A media node answers; false if the ticket is not from here. */
  boolean delivered(String ticket) {
    return credit.delivered(ticket);
  }

  private DataReceiver receiver(String sid) {
    return receivers.computeIfAbsent(sid, unused -> new DataReceiver(log.next()));
  }

  private void congested(String sid, boolean congested) {
    audience = Optional.empty();
    giveBack(receiver(sid).congested(congested));
  }

  private void reach(DataOrder.Reach reach) {
    audience = Optional.empty();
    if (roster.find(reach.sid()).isPresent()) {
      DataReceiver receiver = receiver(reach.sid());
      carry(receiver.reach(reach, log.next(), clock.getAsLong()), receiver);
    }
  }

  private void carry(List<DataMessage> messages, DataReceiver receiver) {
    for (DataMessage message : messages) {
      ordinary.carry(
          receiver.placement().orElseThrow(),
          new MediaCommand.SendData(List.of(receiver.transport()), message));
    }
  }

  /** Says again what went to a channel that is gone and did not arrive. */
  private void replay(Roster.Member member, Map<String, Integer> seen) {
    long now = clock.getAsLong();
    DataReceiver receiver = receiver(member.sid());
    List<DataMessage> missed =
        log.missed(member, receiver.missedFrom(), receiver.missedTo(), seen, now);
    carry(receiver.replay(missed, now), receiver);
  }

  private void relay(DataOrder.Relay relay) {
    String sender = relay.sender();
    if (!isNews(relay)) {
      credit.release(sender, relay.size());
      return;
    }
    Optional<Credit.Part> part = credit.completes(sender, relay.size());
    Optional<DataReceiver> slowest = pass(relay, part.<Carrier>map(p -> p).orElse(ordinary));
    slowest.ifPresentOrElse(
        reader -> reader.owe(sender, relay.size()), () -> credit.add(sender, relay.size()));
    part.ifPresent(each -> credit.carried(each, sender));
  }

  /** A member that came back after a crash does not know what it has passed on before (D-07). */
  private boolean isNews(DataOrder.Relay relay) {
    int sequence = relay.packet().getSequence();
    if (sequence == 0
        || !relay.label().equals(DataChannelLabel.RELIABLE)
        || roster.find(relay.sender()).isEmpty()) {
      return true;
    }
    Integer last = sequences.get(relay.sender());
    if (last != null && Integer.compareUnsigned(sequence, last) <= 0) {
      return false;
    }
    sequences.put(relay.sender(), sequence);
    return true;
  }

  /** Passes a packet on; returns a member that the sender has to wait for. */
  private Optional<DataReceiver> pass(DataOrder.Relay relay, Carrier carrier) {
    boolean lossy = relay.label().equals(DataChannelLabel.LOSSY);
    String label = lossy ? DataChannelLabel.LOSSY : DataChannelLabel.RELIABLE;
    DataMessage message = new DataMessage(label, false, relay.packet().toByteArray());
    Optional<DataAudience> everybody =
        isForEverybody(relay) ? audience(relay.sender(), label) : Optional.empty();
    if (everybody.isPresent()) {
      log(relay, message);
      carry(everybody.get().transports(), message, carrier);
      return Optional.empty();
    }
    Map<MediaPlacement, List<String>> stamped = new LinkedHashMap<>(2);
    Map<MediaPlacement, List<String>> raw = new LinkedHashMap<>(2);
    Optional<DataReceiver> slow = Optional.empty();
    for (Roster.Member member : targets(relay)) {
      DataReceiver receiver = receiver(member.sid());
      if (relay.raw().isPresent() && receiver.has(relay.label())) {
        add(raw, receiver);
      } else if (receiver.has(label)) {
        add(stamped, receiver);
      } else if (!lossy) {
        receiver.hold(message, clock.getAsLong());
      }
      if (!lossy && receiver.isCongested()) {
        slow = Optional.of(receiver);
      }
    }
    log(relay, message);
    carry(stamped, message, carrier);
    relay.raw().ifPresent(unchanged -> carry(raw, unchanged, carrier));
    return slow;
  }

  private void log(DataOrder.Relay relay, DataMessage message) {
    if (message.label().equals(DataChannelLabel.RELIABLE)) {
      log.add(relay, message, clock.getAsLong());
    }
  }

  private static void carry(
      Map<MediaPlacement, List<String>> targets, DataMessage message, Carrier carrier) {
    targets.forEach(
        (to, transports) -> carrier.carry(to, new MediaCommand.SendData(transports, message)));
  }

  private static boolean isForEverybody(DataOrder.Relay relay) {
    return relay.raw().isEmpty()
        && relay.packet().getDestinationIdentitiesCount() == 0
        && relay.packet().getUser().getDestinationSidsCount() == 0;
  }

  private Optional<DataAudience> audience(String sender, String label) {
    if (audience.filter(known -> known.fits(sender, label, roster)).isEmpty()) {
      audience = DataAudience.of(sender, label, roster, this::receiver);
    }
    return audience;
  }

  private static void add(Map<MediaPlacement, List<String>> targets, DataReceiver receiver) {
    targets
        .computeIfAbsent(receiver.placement().orElseThrow(), unused -> new ArrayList<>())
        .add(receiver.transport());
  }

  /** Everybody but the sender, or those who are named (D-04). */
  private Collection<Roster.Member> targets(DataOrder.Relay relay) {
    List<String> identities = relay.packet().getDestinationIdentitiesList();
    List<String> sids = relay.packet().getUser().getDestinationSidsList();
    if (identities.isEmpty() && sids.isEmpty()) {
      return roster.members().stream()
          .filter(member -> !member.sid().equals(relay.sender()))
          .toList();
    }
    Set<Roster.Member> named = new LinkedHashSet<>();
    identities.forEach(identity -> roster.findIdentity(identity).ifPresent(named::add));
    sids.forEach(sid -> roster.find(sid).ifPresent(named::add));
    return named;
  }

  private void giveBack(Map<String, Integer> owed) {
    owed.forEach(credit::release);
  }

  private void giveBack(String sender, int bytes) {
    roster
        .find(sender)
        .ifPresent(member -> member.participant().tell(new Participant.DataTaken(sender, bytes)));
  }
}
