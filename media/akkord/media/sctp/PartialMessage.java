package akkord.media.sctp;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * A message of I-DATA chunks that is not complete or whose turn has not come: its beginning in one
 * piece, and what came early by its number.
 */
final class PartialMessage {
  /** Bytes that it costs besides its data. */
  static final int OVERHEAD = 192;

  /** Bytes that a fragment which came early costs besides its data. */
  static final int EARLY_OVERHEAD = 96;

  private static final int UNKNOWN = -1;

  private byte[] bytes;
  private int length;
  private int next;
  private int last = UNKNOWN;
  private int ppid;
  private TreeMap<Integer, byte[]> early;
  private int earlyBytes;

  /** Bytes held, overhead included. */
  int cost() {
    return OVERHEAD + length + earlyBytes + (early == null ? 0 : early.size() * EARLY_OVERHEAD);
  }

  boolean complete() {
    return last != UNKNOWN && next > last;
  }

  int ppid() {
    return ppid;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Takes a fragment of at least one byte; returns null, or what is wrong with it. */
  String add(Fragment fragment, byte[] from, int offset, int count, int maxMessage) {
    int index = fragment.index;
    if (count > maxMessage - length - earlyBytes || index >= maxMessage) {
      return "message longer than " + maxMessage + " bytes";
    }
    String wrong = misplaced(fragment, index);
    if (wrong != null) {
      return wrong;
    }
    if (fragment.begins()) {
      ppid = fragment.ppid;
    }
    if (fragment.ends()) {
      last = index;
    }
    if (index == next) {
      append(from, offset, count, maxMessage);
      appendEarly(maxMessage);
    } else {
      keep(index, Arrays.copyOfRange(from, offset, offset + count));
    }
    return null;
  }

  private String misplaced(Fragment fragment, int index) {
    if (index < 0 || (index == 0) != fragment.begins()) {
      return "a fragment with the number of another";
    }
    if (index < next || (early != null && early.containsKey(index))) {
      return "a fragment came twice, as different chunks";
    }
    boolean behindLast = last != UNKNOWN && (fragment.ends() || index > last);
    boolean lastTooLow =
        fragment.ends() && early != null && !early.isEmpty() && early.lastKey() > index;
    return behindLast || lastTooLow ? "a fragment behind the last one of its message" : null;
  }

  private void append(byte[] from, int offset, int count, int maxMessage) {
    int needed = length + count;
    if (bytes == null) {
      bytes = new byte[needed];
    } else if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(maxMessage, 2 * bytes.length)));
    }
    System.arraycopy(from, offset, bytes, length, count);
    length = needed;
    next++;
  }

  private void appendEarly(int maxMessage) {
    while (early != null && !early.isEmpty() && early.firstKey() == next) {
      byte[] piece = early.pollFirstEntry().getValue();
      earlyBytes -= piece.length;
      append(piece, 0, piece.length, maxMessage);
    }
  }

  private void keep(int index, byte[] piece) {
    if (early == null) {
      early = new TreeMap<>();
    }
    early.put(index, piece);
    earlyBytes += piece.length;
  }
}
