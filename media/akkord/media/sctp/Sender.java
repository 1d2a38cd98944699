package akkord.media.sctp;

import akkord.media.net.Bytes;

/**
 * Carries messages to the peer: cuts them, keeps what is under way, repeats what was lost and gives
 * up what is too old, within the congestion window and the peer's receive window (RFC 9260 6, 7;
 * RFC 3758).
 */
final class Sender {
  /** Streams that one FORWARD-TSN names at most. */
  static final int MAX_SKIPPED = 64;

  private static final int MISSES = 3;
  private static final int FORWARD_HEADER = 8;
  private static final int UNORDERED = 1;

  private final SendQueue queue = new SendQueue();
  private final CongestionControl congestion = new CongestionControl();
  private final Rto rto = new Rto();
  private final Deadline retransmit;
  private DataForm form = DataForm.PLAIN;
  private InFlight flying;
  private int peerWindow;
  private int acked;
  private int advanced;
  private boolean forwardDue;
  private boolean fastRetransmit;
  private boolean timing;
  private int timedTsn;
  private long timedAt;
  private int timeouts;
  private long lastSent;
  private int gapBytes;

  Sender(Deadlines deadlines) {
    retransmit = deadlines.add();
  }

  /** Sending begins. */
  void start(DataForm form, int firstTsn, int peerWindow, long now) {
    this.form = form;
    flying = new InFlight(firstTsn, form.header());
    if (form == DataForm.INTERLEAVED) {
      queue.interleave();
    }
    acked = firstTsn - 1;
    advanced = acked;
    this.peerWindow = peerWindow;
    lastSent = now;
  }

  SendQueue queue() {
    return queue;
  }

  Rto rto() {
    return rto;
  }

  /** The last TSN that was given out. */
  int lastTsn() {
    return flying.next() - 1;
  }

  /** The last TSN that the peer has acknowledged with all before it. */
  int acknowledged() {
    return acked;
  }

  /** Whether everything has arrived or been given up. */
  boolean isDone() {
    return queue.isEmpty() && flying.count() == 0;
  }

  int window() {
    return congestion.window();
  }

  int flight() {
    return flying.flight();
  }

  /** Takes a SACK chunk's value; false if it makes no sense. */
  boolean onSack(byte[] bytes, int at, int length, long now) {
    if (length < 12) {
      return false;
    }
    int cumulative = Bytes.getInt(bytes, at);
    int blocks = Bytes.getShort(bytes, at + 8);
    if (cumulative - flying.next() >= 0 || length < 12 + 4 * blocks) {
      return false;
    }
    if (cumulative - acked < 0) {
      return true; // overtaken by a later one
    }
    int before = flying.flight();
    boolean news = cumulative != acked;
    int arrived = acknowledge(cumulative, now);
    gapBytes = 0;
    int highest = onGaps(bytes, at + 12, blocks, now);
    arrived += gapBytes;
    congestion.onAcked(arrived, before, acked, news);
    if (arrived > 0) {
      timeouts = 0;
      countMisses(highest, congestion.recovering() && news, now);
    }
    peerWindow = (int) Math.min(Integer.MAX_VALUE, Bytes.getUnsignedInt(bytes, at + 4));
    advance();
    forwardDue |= advanced - acked > 0;
    restartTimer(news, now);
    return true;
  }

  /** The peer's SHUTDOWN acknowledges, too. */
  void onCumulative(int cumulative, long now) {
    if (cumulative - acked > 0 && cumulative - flying.next() < 0) {
      acknowledge(cumulative, now);
      advance();
      restartTimer(true, now);
    }
  }

  private int acknowledge(int cumulative, long now) {
    if (cumulative - timedTsn >= 0) {
      measured(timedTsn, now);
    }
    acked = cumulative;
    if (advanced - acked < 0) {
      advanced = acked;
    }
    return flying.acknowledge(cumulative);
  }

  private void measured(int tsn, long now) {
    if (timing && tsn == timedTsn) {
      timing = false;
      rto.sample(now - timedAt);
    }
  }

  /** Marks what the gap blocks report; returns the highest TSN that is news, or the cumulative. */
  private int onGaps(byte[] bytes, int at, int blocks, long now) {
    int highest = acked;
    // However the blocks overlap, no more work than twice what is under way.
    int budget = 2 * flying.count();
    for (int i = 0; i < blocks; i++) {
      int from = acked + Bytes.getShort(bytes, at + 4 * i);
      int to = acked + Bytes.getShort(bytes, at + 4 * i + 2);
      for (int tsn = from; to - tsn >= 0 && flying.next() - tsn > 0 && budget > 0; tsn++) {
        budget--;
        int size = tsn - flying.base() < 0 ? 0 : flying.arrived(tsn);
        gapBytes += size;
        if (size > 0) {
          measured(tsn, now);
          highest = tsn - highest > 0 ? tsn : highest;
        }
      }
    }
    return highest;
  }

  private void countMisses(int highest, boolean everyMissing, long now) {
    int limit = everyMissing ? highestArrived(highest) : highest;
    boolean loss = false;
    for (int tsn = flying.base(); limit - tsn > 0; tsn++) {
      if (flying.state(tsn) == InFlight.SENT && flying.missed(tsn) == MISSES) {
        loseOrAbandon(tsn, true, now);
        loss = true;
      }
    }
    if (loss) {
      fastRetransmit |= !congestion.recovering();
      congestion.onLoss(flying.next());
    }
  }

  private int highestArrived(int atLeast) {
    int highest = atLeast;
    for (int tsn = flying.next() - 1; tsn - highest > 0; tsn--) {
      if (flying.state(tsn) == InFlight.ARRIVED) {
        highest = tsn;
      }
    }
    return highest;
  }

  private void loseOrAbandon(int tsn, boolean reported, long now) {
    OutboundMessage message = flying.message(tsn);
    timing &= tsn != timedTsn;
    if (message.exhausted(flying.transmissions(tsn), now)) {
      abandon(message);
    } else {
      flying.lose(tsn, reported);
    }
  }

  private void abandon(OutboundMessage message) {
    flying.abandon(message);
    if (message.sent < message.bytes.length) {
      queue.abandonRest(message);
      // The receiver has to see that this message ends here, even if all its parts arrived.
      flying.addAbandoned(message);
    }
    forwardDue = true;
  }

  /** RFC 3758 3.5: steps over what was given up. */
  private void advance() {
    while (advanced + 1 - flying.next() < 0 && flying.state(advanced + 1) == InFlight.ABANDONED) {
      advanced++;
    }
  }

  private void restartTimer(boolean news, long now) {
    if (flying.count() == 0) {
      retransmit.stop();
    } else if (news || !retransmit.isOn()) {
      retransmit.start(now + rto.current());
    }
  }

  /** T3-rtx: everything under way counts as lost. */
  void onTimeout(long now) {
    if (!retransmit.due(now)) {
      return;
    }
    rto.backOff();
    congestion.onTimeout();
    timing = false;
    timeouts++;
    for (int tsn = flying.base(); tsn != flying.next(); tsn++) {
      if (timeouts > 1 && flying.state(tsn) == InFlight.ARRIVED) {
        flying.doubt(tsn); // the receiver may have taken it back (RFC 9260 6.2.1)
      }
      if (flying.state(tsn) == InFlight.SENT) {
        loseOrAbandon(tsn, false, now);
      }
    }
    advance();
    forwardDue |= advanced - acked > 0;
    retransmit.start(now + rto.current());
  }

  /** Whether {@link #fill} has something to write. */
  boolean hasWork(long now) {
    if (forwardDue || fastRetransmit) {
      return true;
    }
    if (flying.flight() >= congestion.window()) {
      return false;
    }
    return flying.hasLost() || (mayCut() && queue.peek(now) != null);
  }

  private boolean mayCut() {
    // A window that is shut is knocked at by one fragment at a time (RFC 9260 6.1 A).
    return !flying.isFull() && (flying.flight() < peerWindow || flying.count() == 0);
  }

  /** Adds chunks to a packet as far as windows and room allow. */
  void fill(PacketWriter packet, long now) {
    int before = packet.at();
    writeForward(packet);
    decay(now);
    boolean ignoreWindow = fastRetransmit;
    fastRetransmit = false;
    while (flying.hasLost() && (ignoreWindow || flying.flight() < congestion.window())) {
      if (!resend(packet, now)) {
        break;
      }
    }
    while (!flying.hasLost() && flying.flight() < congestion.window() && mayCut()) {
      if (!cut(packet, now)) {
        break;
      }
    }
    if (packet.at() > before) {
      lastSent = now;
      if (!retransmit.isOn()) {
        retransmit.start(now + rto.current());
      }
    }
  }

  private void decay(long now) {
    if (flying.count() == 0 && now - lastSent >= rto.current()) {
      congestion.onIdle();
      lastSent = now;
    }
  }

  private boolean resend(PacketWriter packet, long now) {
    int tsn = flying.firstLost();
    OutboundMessage message = flying.message(tsn);
    if (message.expired(now)) {
      abandon(message);
      advance();
      return true;
    }
    if (packet.room() < flying.size(flying.length(tsn))) {
      return false;
    }
    flying.resent(tsn);
    write(packet, tsn);
    return true;
  }

  private boolean cut(PacketWriter packet, long now) {
    OutboundMessage message = queue.peek(now);
    if (message == null) {
      return false;
    }
    if (message.expired(now)) {
      abandon(message);
      advance();
      return true;
    }
    int length = Math.min(message.bytes.length - message.sent, form.maxFragment());
    if (packet.room() < flying.size(length)) {
      return false;
    }
    int offset = message.sent;
    queue.cut(message, length);
    int tsn = flying.add(message, offset, length);
    if (!timing) {
      timing = true;
      timedTsn = tsn;
      timedAt = now;
    }
    write(packet, tsn);
    return true;
  }

  private void write(PacketWriter packet, int tsn) {
    OutboundMessage message = flying.message(tsn);
    int offset = flying.offset(tsn);
    int length = flying.length(tsn);
    int flags = offset == 0 ? ChunkType.BEGIN : 0;
    if (offset + length == message.bytes.length) {
      flags |= ChunkType.END;
    }
    if (!message.ordered) {
      flags |= ChunkType.UNORDERED;
    }
    packet.chunk(form.type(), flags);
    packet.int32(tsn);
    packet.int16(message.stream.id);
    if (form == DataForm.PLAIN) {
      packet.int16(message.ordered ? message.number : 0);
      packet.int32(message.ppid);
    } else {
      packet.int16(0);
      packet.int32(message.number);
      // All fragments but the last are of one size.
      packet.int32(offset == 0 ? message.ppid : offset / form.maxFragment());
    }
    packet.bytes(message.bytes, offset, length);
    packet.endChunk();
  }

  private void writeForward(PacketWriter packet) {
    if (!forwardDue || packet.room() < FORWARD_HEADER + form.skippedSize() * MAX_SKIPPED) {
      return;
    }
    forwardDue = false;
    if (advanced - acked <= 0) {
      return;
    }
    packet.chunk(form.forwardType(), 0);
    int tsnAt = packet.at();
    packet.int32(advanced);
    writeSkipped(packet, tsnAt);
    packet.endChunk();
  }

  /**
   * Names the last skipped message of each stream, of each kind where both have numbers; stops
   * early if they are too many.
   */
  private void writeSkipped(PacketWriter packet, int tsnAt) {
    int first = packet.at();
    for (int tsn = acked + 1; advanced - tsn >= 0; tsn++) {
      OutboundMessage message = flying.message(tsn);
      boolean named = message.ordered || form == DataForm.INTERLEAVED;
      if (named && !skip(packet, first, message)) {
        packet.int32At(tsnAt, tsn - 1);
        return;
      }
    }
  }

  private boolean skip(PacketWriter packet, int first, OutboundMessage message) {
    int size = form.skippedSize();
    int at = first;
    while (at < packet.at() && !names(packet, at, message)) {
      at += size;
    }
    if (at == packet.at()) {
      if (at - first >= size * MAX_SKIPPED) {
        return false;
      }
      packet.int16(message.stream.id);
      packet.int16(0);
      if (form == DataForm.INTERLEAVED) {
        packet.int16At(at + 2, message.ordered ? 0 : UNORDERED);
        packet.int32(0);
      }
    }
    if (form == DataForm.INTERLEAVED) {
      packet.int32At(at + 4, message.number);
    } else {
      packet.int16At(at + 2, message.number);
    }
    return true;
  }

  private boolean names(PacketWriter packet, int at, OutboundMessage message) {
    return packet.int16At(at) == message.stream.id
        && (form == DataForm.PLAIN || (packet.int16At(at + 2) == UNORDERED) != message.ordered);
  }
}
