package akkord.actors.room;

import akkord.media.DataMessage;
import akkord.proto.DataPacket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * The numbered reliable packets that a room passed on last, for members that lost their channel and
 * some of them with it (D-08). Bounded by age, number and bytes; the oldest go first.
 */
final class ReplayLog {
  /** Bytes that are kept at most. */
  static final int MAX_BYTES = 1 << 20;

  /** Packets that are kept at most. */
  static final int MAX_PACKETS = 2048;

  /** How long a packet is kept, ns. */
  static final long MAX_AGE = DataReceiver.HOLD;

  private record Entry(
      long place,
      String sender,
      int sequence,
      List<String> identities,
      List<String> sids,
      DataMessage message,
      long since) {
    boolean isFor(String sid, String identity) {
      if (identities.isEmpty() && sids.isEmpty()) {
        return !sender.equals(sid);
      }
      return identities.contains(identity) || sids.contains(sid);
    }
  }

  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long next;
  private int bytes;

  /** The place of the next packet: those before it have smaller ones. */
  long next() {
    return next;
  }

  /** A packet is passed on as this message; it takes a place, and is kept if it has a number. */
  void add(DataOrder.Relay relay, DataMessage message, long now) {
    DataPacket packet = relay.packet();
    long place = next++;
    if (packet.getSequence() != 0) {
      List<String> identities = List.copyOf(packet.getDestinationIdentitiesList());
      List<String> sids = List.copyOf(packet.getUser().getDestinationSidsList());
      int sequence = packet.getSequence();
      entries.add(new Entry(place, relay.sender(), sequence, identities, sids, message, now));
      bytes += message.bytes().length;
    }
    forgetOld(now);
  }

  private void forgetOld(long now) {
    while (!entries.isEmpty()
        && (bytes > MAX_BYTES
            || entries.size() > MAX_PACKETS
            || now - entries.peek().since() > MAX_AGE)) {
      bytes -= entries.poll().message().bytes().length;
    }
  }

  /**
   * What a member has missed, in order.
   *
   * @param from the first place that is asked for
   * @param to the place behind the last
   * @param seen the last number that it has of each sender, by sid; of others it has none
   */
  List<DataMessage> missed(
      Roster.Member member, long from, long to, Map<String, Integer> seen, long now) {
    forgetOld(now);
    String sid = member.sid();
    String identity = member.info().getIdentity();
    return entries.stream()
        .filter(each -> each.place() >= from && each.place() < to && each.isFor(sid, identity))
        .filter(
            each -> {
              int last = seen.getOrDefault(each.sender(), 0);
              return Integer.compareUnsigned(each.sequence(), last) > 0;
            })
        .map(Entry::message)
        .toList();
  }
}
