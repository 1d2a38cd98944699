package akkord.media.sctp;

import akkord.media.net.Bytes;

/** The orderly end of an association, from either side (RFC 9260 9.2). */
final class Shutdown {
  private enum State {
    NONE,
    /** We want to end once everything has arrived. */
    PENDING,
    SENT,
    /** The peer wants to end; ours has to arrive first. */
    RECEIVED,
    ACK_SENT,
    OVER
  }

  private final Outlet outlet;
  private final Sender sender;
  private final Receiver receiver;
  private final Deadline timer;
  private State state = State.NONE;

  Shutdown(Outlet outlet, Sender sender, Receiver receiver, Deadlines deadlines) {
    this.outlet = outlet;
    this.sender = sender;
    this.receiver = receiver;
    timer = deadlines.add();
  }

  /** Whether new messages are taken. */
  boolean takesMessages() {
    return state == State.NONE;
  }

  /** Whether both sides are done. */
  boolean over() {
    return state == State.OVER;
  }

  void begin() {
    if (state == State.NONE) {
      state = State.PENDING;
    }
  }

  /** Takes SHUTDOWN, SHUTDOWN ACK or SHUTDOWN COMPLETE. */
  void onChunk(PacketReader in, long now) {
    switch (in.type()) {
      case ChunkType.SHUTDOWN -> {
        if (in.valueLength() >= 4) {
          sender.onCumulative(Bytes.getInt(in.bytes(), in.value()), now);
        }
        if (state == State.SENT || state == State.ACK_SENT) {
          acknowledge(now);
        } else {
          state = State.RECEIVED;
        }
      }
      case ChunkType.SHUTDOWN_ACK -> {
        if (state == State.SENT || state == State.ACK_SENT) {
          PacketWriter packet = outlet.begin();
          packet.chunk(ChunkType.SHUTDOWN_COMPLETE, 0);
          packet.endChunk();
          outlet.send();
          state = State.OVER;
        }
      }
      default -> {
        if (state == State.ACK_SENT) {
          state = State.OVER;
        }
      }
    }
  }

  /** Goes on when everything has arrived. */
  void proceed(long now) {
    if (state == State.PENDING && sender.isDone()) {
      send(now);
    } else if (state == State.RECEIVED && sender.isDone()) {
      acknowledge(now);
    }
  }

  private void send(long now) {
    PacketWriter packet = outlet.begin();
    packet.chunk(ChunkType.SHUTDOWN, 0);
    packet.int32(receiver.cumulative());
    packet.endChunk();
    outlet.send();
    state = State.SENT;
    timer.start(now + sender.rto().current());
  }

  private void acknowledge(long now) {
    PacketWriter packet = outlet.begin();
    packet.chunk(ChunkType.SHUTDOWN_ACK, 0);
    packet.endChunk();
    outlet.send();
    state = State.ACK_SENT;
    timer.start(now + sender.rto().current());
  }

  /** T2: says it again. */
  void onTimeout(long now) {
    if (timer.due(now)) {
      sender.rto().backOff();
      if (state == State.SENT) {
        send(now);
      } else {
        acknowledge(now);
      }
    }
  }
}
