package akkord.media.sctp;

/**
 * Asks a peer that is sent nothing whether it is there, and answers when it asks (RFC 9260 8.3).
 */
final class Heartbeat {
  private static final long INTERVAL = 30_000_000_000L;
  private static final int INFO = 1;

  private final Outlet outlet;
  private final Deadline due;

  Heartbeat(Outlet outlet, Deadlines deadlines) {
    this.outlet = outlet;
    due = deadlines.add();
  }

  /** The peer was sent something, or has answered. */
  void restart(long now) {
    due.start(now + INTERVAL);
  }

  void onTimeout(long now) {
    if (!due.due(now)) {
      return;
    }
    restart(now);
    PacketWriter packet = outlet.begin();
    packet.chunk(ChunkType.HEARTBEAT, 0);
    packet.int16(INFO);
    packet.int16(8);
    packet.int32((int) now);
    packet.endChunk();
    outlet.send();
  }

  /** Answers the chunk at which {@code reader} is; one that fits no packet is not answered. */
  void answer(PacketReader reader) {
    PacketWriter packet = outlet.begin();
    if (reader.valueLength() + ChunkType.HEADER <= packet.room()) {
      packet.chunk(ChunkType.HEARTBEAT_ACK, 0);
      packet.bytes(reader.bytes(), reader.value(), reader.valueLength());
      packet.endChunk();
      outlet.send();
    }
  }
}
