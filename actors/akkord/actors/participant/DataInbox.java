package akkord.actors.participant;

import akkord.actors.Transports;
import akkord.actors.room.DataChannelLabel;
import akkord.actors.room.DataOrder;
import akkord.actors.room.Room;
import akkord.media.DataMessage;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.proto.DataBlob;
import akkord.proto.DataChannelReceiveState;
import akkord.proto.DataPacket;
import akkord.proto.UserPacket;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client sends on its data channels, and on which channels it can be reached: checked,
 * stamped and told to the room. What comes while the room is away waits here; the client's window
 * bounds it.
 */
final class DataInbox {
  private final Session session;
  private final DataTracks tracks;
  private final Set<String> open = new LinkedHashSet<>();
  private final ArrayDeque<DataOrder> waiting = new ArrayDeque<>();
  private final ServerRpcs rpcs;
  private final DataBlobs blobs;
  private int lastSequence;

  /**
   * All there is to remember.
   *
   * @param lastSequence number of a reliable packet; newer ones may have come since, because not
   *     every packet is worth a memo
   */
  record Memo(int lastSequence, List<DataBlob> blobs) {}

  DataInbox(Session session, Surroundings around) {
    this.session = session;
    this.tracks = new DataTracks(session);
    this.rpcs =
        new ServerRpcs(
            session.info().getIdentity(), System::nanoTime, new RpcLine(session, around));
    this.blobs = new DataBlobs(session, around);
  }

  Memo memo() {
    return new Memo(lastSequence, blobs.memo());
  }

  /** Comes back after a crash. What its client repeats now, the room knows. */
  void restore(Memo memo) {
    lastSequence = memo.lastSequence();
    blobs.restore(memo.blobs());
  }

  /** The data blobs. */
  DataBlobs blobs() {
    return blobs;
  }

  /** The server's own calls of the client's methods. */
  ServerRpcs rpcs() {
    return rpcs;
  }

  /** Whether the client can be sent reliable packets. */
  boolean isReachable() {
    return open.contains(DataChannelLabel.RELIABLE);
  }

  /** The data tracks. */
  DataTracks tracks() {
    return tracks;
  }

  /** The last number of a reliable packet that came. */
  int lastSequence() {
    return lastSequence;
  }

  /** Deals with what a worker said of data. */
  void on(MediaEvent.DataReceived received) {
    DataMessage message = received.message();
    // Who may not speak to others may still answer the server.
    Optional<DataOrder> order =
        mayPublish() || rpcs.areUnderWay()
            ? order(message, isPublisher(received.transport()))
            : Optional.empty();
    order.ifPresent(this::tell);
    // The room gives back what it passed on; a subscribing connection is not meant for sending.
    if (order.isEmpty() || !isPublisher(received.transport())) {
      take(received.transport(), message.cost());
    }
  }

  private boolean mayPublish() {
    return session.info().getPermission().getCanPublishData();
  }

  private boolean isPublisher(String transport) {
    return transport.equals(Transports.publisher(session.sid()));
  }

  private Optional<DataOrder> order(DataMessage message, boolean charged) {
    int size = charged ? message.cost() : 0;
    return switch (message.label()) {
      case DataChannelLabel.RELIABLE, DataChannelLabel.LOSSY ->
          parse(message)
              .filter(this::isNews)
              .filter(packet -> !rpcs.take(packet) && mayPublish())
              .flatMap(packet -> DataStamp.of(session.info(), session.sid()).stamp(packet))
              .map(
                  packet ->
                      new DataOrder.Relay(
                          session.sid(), packet, message.label(), Optional.empty(), size));
      default -> mayPublish() ? Optional.of(raw(message, size)) : Optional.empty();
    };
  }

  private static Optional<DataPacket> parse(DataMessage message) {
    try {
      DataPacket.Kind kind =
          message.label().equals(DataChannelLabel.LOSSY)
              ? DataPacket.Kind.LOSSY
              : DataPacket.Kind.RELIABLE;
      return Optional.of(DataPacket.parseFrom(message.bytes()).toBuilder().setKind(kind).build());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /** D-07: a client that comes back repeats what it does not know to have arrived. */
  private boolean isNews(DataPacket packet) {
    int sequence = packet.getSequence();
    if (packet.getKind() == DataPacket.Kind.LOSSY || sequence == 0) {
      return true;
    }
    if (Integer.compareUnsigned(sequence, lastSequence) <= 0) {
      return false;
    }
    lastSequence = sequence;
    return true;
  }

  private DataOrder raw(DataMessage message, int size) {
    UserPacket user =
        UserPacket.newBuilder()
            .setPayload(UnsafeByteOperations.unsafeWrap(message.bytes()))
            .build();
    DataPacket packet =
        DataStamp.of(session.info(), session.sid())
            .stamp(DataPacket.newBuilder().setUser(user).build())
            .orElseThrow();
    return new DataOrder.Relay(session.sid(), packet, message.label(), Optional.of(message), size);
  }

  /** A channel opened or closed. */
  void channel(String transport, String label, boolean isOpen) {
    if (transport.equals(session.negotiation().primary())) {
      boolean changed = isOpen ? open.add(label) : open.remove(label);
      if (changed) {
        tellReach();
        rpcs.channelChanged();
      }
      if (label.equals(DataChannelLabel.DATA_TRACK)) {
        tracks.channel(isOpen);
      }
    }
  }

  /** The channels that a worker has, after a crash of ours. */
  void restore(MediaEvent.TransportSnapshot transport) {
    take(transport.transport(), Integer.MAX_VALUE); // what was under way here is lost
    if (transport.transport().equals(session.negotiation().primary())) {
      open.addAll(transport.dataChannels());
      tellReach();
      tracks.channel(open.contains(DataChannelLabel.DATA_TRACK));
    }
  }

  /** What a client that is back has received: what its old channel took along comes again. */
  void received(List<DataChannelReceiveState> states) {
    Map<String, Integer> seen = new HashMap<>();
    states.forEach(each -> seen.put(each.getPublisherSid(), each.getLastSeq()));
    if (!seen.isEmpty()) { // who does not list anything might not know a repeated packet
      tell(new DataOrder.Replay(session.sid(), seen));
    }
  }

  /** The client takes data more slowly than it comes, or has caught up. */
  void congested(boolean congested) {
    tell(new DataOrder.Congested(session.sid(), congested));
  }

  private void tellReach() {
    tell(
        new DataOrder.Reach(
            session.sid(),
            session.placement(),
            session.negotiation().primary(),
            List.copyOf(open)));
  }

  private void tell(DataOrder order) {
    if (session.room().isEmpty()) {
      waiting.add(order);
    } else {
      session.room().get().tell(new Room.Data(order));
    }
  }

  /** The room is there, or is back and knows nothing of data. */
  void roomBack() {
    if (!open.isEmpty()) {
      tellReach();
    }
    while (!waiting.isEmpty()) {
      tell(waiting.poll());
    }
  }

  /** The room is gone, and with it what it owed. */
  void roomLost() {
    take(Transports.publisher(session.sid()), Integer.MAX_VALUE);
  }

  /** The room has passed on so many bytes of what the client sent. */
  void taken(int bytes) {
    take(Transports.publisher(session.sid()), bytes);
  }

  private void take(String transport, int bytes) {
    session.submit(new MediaCommand.TakeData(transport, bytes));
  }
}
