package akkord.media.sctp;

import java.util.Arrays;

/**
 * Fragments of messages that are not complete yet, by TSN. What comes in order is appended to one
 * growing message; what comes early waits in a ring, where neighbours of one message know both ends
 * of their run, so that each fragment costs the same.
 */
final class Fragments {
  /** Bytes that a waiting fragment costs besides its data. */
  static final int OVERHEAD = 64;

  private static final int FIRST_CAPACITY = 64;

  /** Takes whole messages. */
  interface Receiver {
    /** A message; the bytes are lent. */
    void onMessage(Fragment first, byte[] bytes, int offset, int length);
  }

  private static final class Waiting {
    final Fragment header;
    final byte[] bytes;
    int otherEnd;

    Waiting(Fragment header, byte[] bytes) {
      this.header = header;
      this.bytes = bytes;
      this.otherEnd = header.tsn;
    }
  }

  private final Receiver receiver;
  private final int maxMessage;
  private Waiting[] ring;
  private int waitingCount;
  private int buffered;
  private Fragment growing;
  private int growingNext;
  private byte[] grown;
  private int grownLength;

  Fragments(Receiver receiver, int maxMessage) {
    this.receiver = receiver;
    this.maxMessage = maxMessage;
  }

  /** Bytes held, overhead included. */
  int buffered() {
    return buffered + grownLength;
  }

  /**
   * Takes a new fragment.
   *
   * @param inOrder whether everything before it has come
   * @return null, or what is wrong with it
   */
  String add(Fragment header, byte[] bytes, int offset, int length, boolean inOrder) {
    if (header.begins() && header.ends()) {
      receiver.onMessage(header, bytes, offset, length);
      return null;
    }
    if (growing != null && header.tsn == growingNext) {
      return append(header, bytes, offset, length);
    }
    if (growing == null && inOrder && header.begins()) {
      growing = header.copy();
      growingNext = header.tsn;
      return append(header, bytes, offset, length);
    }
    return keep(header, Arrays.copyOfRange(bytes, offset, offset + length));
  }

  private String append(Fragment header, byte[] bytes, int offset, int length) {
    if (header.tsn != growing.tsn && !growing.continuedBy(header)) {
      return "a message was not ended before the next";
    }
    if (grownLength + length > maxMessage) {
      return tooLong();
    }
    reserve(grownLength + length);
    System.arraycopy(bytes, offset, grown, grownLength, length);
    grownLength += length;
    growingNext++;
    if (header.ends()) {
      finish();
      return null;
    }
    return appendWaiting();
  }

  private void reserve(int length) {
    if (grown == null) {
      grown = new byte[Math.max(4096, length)];
    } else if (length > grown.length) {
      grown = Arrays.copyOf(grown, Math.max(2 * grown.length, length));
    }
  }

  private void finish() {
    Fragment done = growing;
    byte[] bytes = grown;
    int length = grownLength;
    discardGrowing();
    receiver.onMessage(done, bytes, 0, length);
  }

  private void discardGrowing() {
    growing = null;
    grown = null;
    grownLength = 0;
  }

  /** The run that came early and now follows. */
  private String appendWaiting() {
    Waiting first = at(growingNext);
    if (first == null) {
      return null;
    }
    if (!growing.continuedBy(first.header)) {
      return "a message was not ended before the next";
    }
    int last = first.otherEnd;
    for (int tsn = first.header.tsn; last - tsn >= 0; tsn++) {
      byte[] bytes = at(tsn).bytes;
      if (grownLength + bytes.length > maxMessage) {
        return tooLong();
      }
      reserve(grownLength + bytes.length);
      System.arraycopy(bytes, 0, grown, grownLength, bytes.length);
      grownLength += bytes.length;
      if (remove(tsn).ends()) {
        finish();
        return null;
      }
    }
    growingNext = last + 1;
    return null;
  }

  private String keep(Fragment header, byte[] bytes) {
    if (ring == null) {
      ring = new Waiting[FIRST_CAPACITY];
    }
    while (ring[slot(header.tsn)] != null) {
      if (ring.length >= 2 * ReceiveTracker.MAX_AHEAD) {
        return "a fragment was never completed";
      }
      widen();
    }
    Waiting added = new Waiting(header.copy(), bytes);
    ring[slot(header.tsn)] = added;
    waitingCount++;
    buffered += bytes.length + OVERHEAD;
    return join(added);
  }

  private void widen() {
    Waiting[] wider = new Waiting[ring.length * 2];
    for (Waiting each : ring) {
      if (each != null) {
        wider[each.header.tsn & (wider.length - 1)] = each;
      }
    }
    ring = wider;
  }

  /** Joins a fragment with the runs beside it; hands the message up if that completes it. */
  private String join(Waiting added) {
    int first = added.header.tsn;
    int last = first;
    Waiting before = at(first - 1);
    if (before != null && before.header.continuedBy(added.header)) {
      first = before.otherEnd;
    }
    Waiting after = at(last + 1);
    if (after != null && added.header.continuedBy(after.header)) {
      last = after.otherEnd;
    }
    at(first).otherEnd = last;
    at(last).otherEnd = first;
    if (at(first).header.begins() && at(last).header.ends()) {
      return assemble(first, last);
    }
    return null;
  }

  private String assemble(int first, int last) {
    Fragment header = at(first).header;
    int length = 0;
    for (int tsn = first; last - tsn >= 0; tsn++) {
      length += at(tsn).bytes.length;
    }
    if (length > maxMessage) {
      return tooLong();
    }
    byte[] message = new byte[length];
    int filled = 0;
    for (int tsn = first; last - tsn >= 0; tsn++) {
      byte[] bytes = at(tsn).bytes;
      System.arraycopy(bytes, 0, message, filled, bytes.length);
      filled += bytes.length;
      remove(tsn);
    }
    receiver.onMessage(header, message, 0, length);
    return null;
  }

  private String tooLong() {
    return "message longer than " + maxMessage + " bytes";
  }

  private Waiting at(int tsn) {
    if (ring == null) {
      return null;
    }
    Waiting found = ring[slot(tsn)];
    return found != null && found.header.tsn == tsn ? found : null;
  }

  private Fragment remove(int tsn) {
    int slot = slot(tsn);
    Waiting gone = ring[slot];
    ring[slot] = null;
    buffered -= gone.bytes.length + OVERHEAD;
    waitingCount--;
    if (waitingCount == 0) {
      ring = null;
    }
    return gone.header;
  }

  private int slot(int tsn) {
    return tsn & (ring.length - 1);
  }

  /**
   * The peer gave up everything up to {@code to}: what is incomplete there never will be.
   *
   * @param from the last one before it that had come with all before
   */
  void forward(int from, int to) {
    if (growing != null && to - growingNext >= 0) {
      discardGrowing();
    }
    if (ring == null) {
      return;
    }
    if (to - from >= ring.length) {
      for (Waiting each : ring.clone()) {
        if (each != null && at(each.header.tsn) == each && to - each.header.tsn >= 0) {
          removeRun(each.header.tsn);
        }
      }
      return;
    }
    // A run's first or last is what this meets, because what comes before it is gone or missing.
    for (int tsn = from; ring != null && to - tsn >= 0; tsn++) {
      Waiting each = at(tsn);
      if (each != null) {
        removeRun(tsn == from ? each.otherEnd : tsn);
      }
    }
  }

  /** Removes a fragment and the rest of its run behind it. */
  private void removeRun(int first) {
    Waiting each = at(first);
    while (each != null) {
      Waiting next = at(each.header.tsn + 1);
      boolean sameRun = next != null && each.header.continuedBy(next.header);
      remove(each.header.tsn);
      each = sameRun ? next : null;
    }
  }
}
