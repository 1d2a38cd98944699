package akkord.media.sctp;

import akkord.media.net.Bytes;

/**
 * Takes the peer's messages: what has come, whole messages in order, and when to acknowledge (RFC
 * 9260 6.2, 6.5-6.9; RFC 3758 3.6). What it holds and what its user has not done with yet together
 * fill the receive window, and the window that it tells the peer is honest.
 */
final class Receiver {
  /** Bytes that the peer may have under way to us. */
  static final int WINDOW = 1 << 20;

  /** Beyond a full window, what closes a gap is still taken: so much of it. */
  static final int SLACK = 256 << 10;

  /** Acknowledges at the latest so long after a packet, ns. */
  private static final long DELAY = 20_000_000L;

  private static final int MAX_GAP_BLOCKS = 128;

  /** What became of a chunk. */
  enum Verdict {
    TAKEN,
    /** Came before. */
    DUPLICATE,
    /** There is no room for it now. */
    NO_ROOM,
    /** For a stream that does not exist. */
    NO_STREAM,
    /** Breaks the rules: {@link #violation}. */
    VIOLATION
  }

  private final int streams;
  private final int maxMessage;
  private final Reassembly.Receiver user;
  private final Fragment header = new Fragment();
  private final Deadline delayed;
  private DataForm form = DataForm.PLAIN;
  private Reassembly reassembly;
  private ReceiveTracker tracker;
  private int unconsumed;
  private int announced = WINDOW;
  private int packets;
  private boolean dataSeen;
  private boolean ackNow;
  private String violation;

  /**
   * A receiver that takes nothing yet.
   *
   * @param streams how many the peer may send on
   * @param maxMessage longest message, in bytes
   */
  Receiver(int streams, int maxMessage, Reassembly.Receiver user, Deadlines deadlines) {
    this.streams = streams;
    this.maxMessage = maxMessage;
    this.user = user;
    delayed = deadlines.add();
  }

  /** Receiving begins. */
  void start(DataForm form, int firstTsn) {
    this.form = form;
    reassembly =
        form == DataForm.PLAIN
            ? new TsnReassembly(user, maxMessage)
            : new MessageReassembly(user, maxMessage);
    tracker = new ReceiveTracker(firstTsn);
  }

  /** Everything up to this TSN has come. */
  int cumulative() {
    return tracker.cumulative();
  }

  /** What the peer did wrong. */
  String violation() {
    return violation;
  }

  /** Bytes that wait for missing ones. */
  int buffered() {
    return reassembly == null ? 0 : reassembly.buffered();
  }

  /** Bytes that the peer may send now. */
  int window() {
    return Math.max(0, WINDOW - buffered() - unconsumed);
  }

  /** The user keeps so many bytes of what it was given: the window shrinks. */
  void retain(int bytes) {
    unconsumed += bytes;
  }

  /** The user is done with so many bytes; tells the peer if that opens the window well. */
  void consumed(int bytes) {
    unconsumed = Math.max(0, unconsumed - bytes);
    if (announced < WINDOW / 2 && window() - announced >= WINDOW / 4) {
      ackNow = true;
    }
  }

  /** Takes the value of a DATA or I-DATA chunk with at least one byte of data. */
  Verdict onData(int flags, byte[] bytes, int at, int length) {
    int tsn = Bytes.getInt(bytes, at);
    dataSeen = true;
    ackNow |= (flags & ChunkType.IMMEDIATE) != 0;
    if (tracker.has(tsn)) {
      tracker.duplicate(tsn);
      ackNow = true;
      return Verdict.DUPLICATE;
    }
    boolean inOrder = tsn == tracker.cumulative() + 1;
    if (!tracker.inRange(tsn) || isFull(inOrder)) {
      ackNow = true;
      return Verdict.NO_ROOM;
    }
    if (buffered() >= WINDOW + SLACK) {
      violation = "sends more than the receive window";
      return Verdict.VIOLATION;
    }
    tracker.received(tsn);
    header.read(form, flags, bytes, at);
    if (header.stream >= streams) {
      return Verdict.NO_STREAM;
    }
    int told = form.header() - ChunkType.HEADER;
    violation = reassembly.add(header, bytes, at + told, length - told, inOrder);
    return violation == null ? Verdict.TAKEN : Verdict.VIOLATION;
  }

  private boolean isFull(boolean closesGap) {
    return closesGap ? unconsumed >= WINDOW : buffered() + unconsumed >= WINDOW;
  }

  /** Takes the value of a FORWARD-TSN or I-FORWARD-TSN chunk; false if it is too short. */
  boolean onForward(byte[] bytes, int at, int length) {
    if (length < 4) {
      return false;
    }
    dataSeen = true;
    ackNow = true;
    int from = tracker.cumulative();
    int to = Bytes.getInt(bytes, at);
    if (to - from <= 0) {
      return true;
    }
    reassembly.forward(from, to);
    tracker.forward(to);
    int size = form.skippedSize();
    for (int each = at + 4; each + size <= at + length; each += size) {
      int stream = Bytes.getShort(bytes, each);
      if (stream < streams) {
        skip(stream, bytes, each);
      }
    }
    return true;
  }

  private void skip(int stream, byte[] bytes, int at) {
    int second = Bytes.getShort(bytes, at + 2);
    if (form == DataForm.PLAIN) {
      reassembly.skip(stream, true, second);
    } else {
      reassembly.skip(stream, (second & 1) == 0, Bytes.getInt(bytes, at + 4));
    }
  }

  /** A stream counts from zero again. */
  void reset(int stream) {
    reassembly.reset(stream);
  }

  /** All chunks of a packet have been taken. */
  void onPacketEnd(long now) {
    if (!dataSeen) {
      return;
    }
    dataSeen = false;
    packets++;
    ackNow |= packets >= 2 || tracker.hasGaps();
    if (!ackNow && !delayed.isOn()) {
      delayed.start(now + DELAY);
    }
  }

  void onTimeout(long now) {
    ackNow |= delayed.due(now);
  }

  /** Whether a SACK has to leave now. */
  boolean mustAcknowledge() {
    return ackNow;
  }

  /** Whether a SACK is worth a place in a packet that leaves anyhow. */
  boolean mayAcknowledge() {
    return ackNow || delayed.isOn();
  }

  /** Writes a SACK. */
  void acknowledge(PacketWriter packet) {
    announced = window();
    tracker.write(packet, announced, MAX_GAP_BLOCKS);
    ackNow = false;
    packets = 0;
    delayed.stop();
  }
}
