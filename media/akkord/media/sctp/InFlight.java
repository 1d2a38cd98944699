package akkord.media.sctp;

/**
 * Fragments that were sent and not cumulatively acknowledged, by TSN: a ring of parallel arrays
 * that grows with what is under way.
 */
final class InFlight {
  /** Most fragments under way. */
  static final int MAX = 1 << 14;

  /** Under way. */
  static final byte SENT = 0;

  /** Arrived, by a gap block. */
  static final byte ARRIVED = 1;

  /** To be sent again. */
  static final byte LOST = 2;

  /** Given up; skipped by FORWARD-TSN. */
  static final byte ABANDONED = 3;

  private static final int FIRST_CAPACITY = 4;

  private OutboundMessage[] messages = new OutboundMessage[FIRST_CAPACITY];
  private int[] offsets = new int[FIRST_CAPACITY];
  private short[] lengths = new short[FIRST_CAPACITY];
  private byte[] states = new byte[FIRST_CAPACITY];
  private byte[] misses = new byte[FIRST_CAPACITY];
  private byte[] transmissions = new byte[FIRST_CAPACITY];

  /** TSN of the same message's fragment before, of a first one below what is under way. */
  private int[] previous = new int[FIRST_CAPACITY];

  private final int header;
  private int base;
  private int next;
  private int flight;
  private int lost;
  private int lostFrom;

  InFlight(int firstTsn, int header) {
    this.header = header;
    base = firstTsn;
    next = firstTsn;
  }

  /** The lowest TSN that is not cumulatively acknowledged. */
  int base() {
    return base;
  }

  /** The next new TSN. */
  int next() {
    return next;
  }

  int count() {
    return next - base;
  }

  boolean isFull() {
    return count() >= MAX;
  }

  /** Bytes under way, chunk headers included. */
  int flight() {
    return flight;
  }

  boolean hasLost() {
    return lost > 0;
  }

  private int slot(int tsn) {
    return tsn & (states.length - 1);
  }

  OutboundMessage message(int tsn) {
    return messages[slot(tsn)];
  }

  int offset(int tsn) {
    return offsets[slot(tsn)];
  }

  int length(int tsn) {
    return lengths[slot(tsn)];
  }

  byte state(int tsn) {
    return states[slot(tsn)];
  }

  int transmissions(int tsn) {
    return transmissions[slot(tsn)] & 0xFF;
  }

  /** Bytes of a fragment's chunk. */
  int size(int length) {
    return length + header;
  }

  /** A new fragment leaves; returns its TSN. */
  int add(OutboundMessage message, int offset, int length) {
    if (count() == states.length) {
      grow();
    }
    int tsn = next++;
    int slot = slot(tsn);
    messages[slot] = message;
    offsets[slot] = offset;
    lengths[slot] = (short) length;
    states[slot] = SENT;
    misses[slot] = 0;
    transmissions[slot] = 1;
    previous[slot] = offset == 0 ? base - 1 : message.lastTsn;
    message.lastTsn = tsn;
    flight += size(length);
    return tsn;
  }

  private void grow() {
    int capacity = states.length * 2;
    InFlight wider = new InFlight(base, header);
    wider.messages = new OutboundMessage[capacity];
    wider.offsets = new int[capacity];
    wider.lengths = new short[capacity];
    wider.states = new byte[capacity];
    wider.misses = new byte[capacity];
    wider.transmissions = new byte[capacity];
    wider.previous = new int[capacity];
    for (int tsn = base; tsn != next; tsn++) {
      int from = slot(tsn);
      int to = tsn & (capacity - 1);
      wider.messages[to] = messages[from];
      wider.offsets[to] = offsets[from];
      wider.lengths[to] = lengths[from];
      wider.states[to] = states[from];
      wider.misses[to] = misses[from];
      wider.transmissions[to] = transmissions[from];
      wider.previous[to] = previous[from];
    }
    messages = wider.messages;
    offsets = wider.offsets;
    lengths = wider.lengths;
    states = wider.states;
    misses = wider.misses;
    transmissions = wider.transmissions;
    previous = wider.previous;
  }

  /** A TSN that carries nothing and is given up from the start: the end of a broken-off message. */
  void addAbandoned(OutboundMessage message) {
    int tsn = add(message, message.bytes.length, 0);
    flight -= size(0);
    states[slot(tsn)] = ABANDONED;
  }

  /** Everything up to {@code cumulative} has arrived; returns the bytes that this is news of. */
  int acknowledge(int cumulative) {
    int acked = 0;
    while (base != next && cumulative - base >= 0) {
      acked += arrived(base);
      messages[slot(base)] = null;
      base++;
    }
    if (lostFrom - base < 0) {
      lostFrom = base;
    }
    return acked;
  }

  /** One fragment has arrived out of turn; returns its bytes if that is news. */
  int arrived(int tsn) {
    int slot = slot(tsn);
    byte state = states[slot];
    if (state == ARRIVED || state == ABANDONED) {
      return 0;
    }
    int size = size(lengths[slot]);
    if (state == SENT) {
      flight -= size;
    } else {
      lost--;
    }
    states[slot] = ARRIVED;
    messages[slot].stream.buffered -= lengths[slot];
    return size;
  }

  /** A later one arrived: counts it missing once more, and returns how often it was. */
  int missed(int tsn) {
    return ++misses[slot(tsn)];
  }

  /**
   * It is to be sent again.
   *
   * @param reported by missing reports, which do not count a second time (RFC 9260 7.2.4)
   */
  void lose(int tsn, boolean reported) {
    int slot = slot(tsn);
    states[slot] = LOST;
    misses[slot] = reported ? Byte.MIN_VALUE : 0;
    flight -= size(lengths[slot]);
    if (lost == 0 || tsn - lostFrom < 0) {
      lostFrom = tsn;
    }
    lost++;
  }

  /** It counts as under way again although it was reported as arrived. */
  void doubt(int tsn) {
    int slot = slot(tsn);
    states[slot] = SENT;
    flight += size(lengths[slot]);
    messages[slot].stream.buffered += lengths[slot];
  }

  /** The lowest TSN to be sent again; there must be one. */
  int firstLost() {
    while (states[slot(lostFrom)] != LOST) {
      lostFrom++;
    }
    return lostFrom;
  }

  /** It was sent again. */
  void resent(int tsn) {
    int slot = slot(tsn);
    states[slot] = SENT;
    if (transmissions[slot] != -1) {
      transmissions[slot]++;
    }
    flight += size(lengths[slot]);
    lost--;
  }

  /** Gives up all fragments of a message of which some have left. */
  void abandon(OutboundMessage message) {
    message.abandoned = true;
    for (int tsn = message.lastTsn; tsn - base >= 0; tsn = previous[slot(tsn)]) {
      giveUp(tsn);
    }
  }

  private void giveUp(int tsn) {
    int slot = slot(tsn);
    byte state = states[slot];
    if (state == ABANDONED) {
      return;
    }
    if (state == SENT) {
      flight -= size(lengths[slot]);
    } else if (state == LOST) {
      lost--;
    }
    if (state != ARRIVED) {
      messages[slot].stream.buffered -= lengths[slot];
    }
    states[slot] = ABANDONED;
  }
}
