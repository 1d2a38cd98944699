package akkord.media.forward;

/**
 * Which packets of a stream to ask the publisher for again, and when (M-23, RFC 4585 6.2.1).
 *
 * <p>A gap is asked for after a moment's grace for reordering, then once a round trip until it is
 * filled or given up. The list is bounded: a jump too wide to repair is not repaired.
 */
public final class NackGenerator {
  /** The most sequence numbers one request carries. */
  public static final int MAX_REQUESTS = 128;

  /** A wider gap is a job for a key frame. */
  static final int MAX_GAP = 256;

  static final int MAX_TRIES = 10;
  static final long REORDERING = 5_000_000L;
  static final long MIN_INTERVAL = 20_000_000L;
  static final long MAX_INTERVAL = 500_000_000L;
  static final long DEFAULT_ROUND_TRIP = 100_000_000L;

  private static final int CAPACITY = 512;

  private final long[] sequences = new long[CAPACITY];
  private final long[] dueAt = new long[CAPACITY];
  private final long[] askedAt = new long[CAPACITY];
  private final byte[] tries = new byte[CAPACITY];
  private int size;
  private boolean started;
  private long highest;
  private long roundTrip = DEFAULT_ROUND_TRIP;

  /**
   * Takes an arrival, first or repeated.
   *
   * @param sequence extended sequence number
   * @return false if the gap before it is too wide to repair
   */
  boolean onPacket(long sequence, long now) {
    if (!started || sequence - highest > MAX_GAP) {
      boolean isFirst = !started;
      reset(sequence);
      return isFirst;
    }
    if (sequence <= highest) {
      fill(sequence, now);
      return true;
    }
    int gap = (int) (sequence - highest - 1);
    makeRoom(gap);
    for (long missing = highest + 1; missing < sequence; missing++) {
      sequences[size] = missing;
      dueAt[size] = now + REORDERING;
      tries[size++] = 0;
    }
    highest = sequence;
    return true;
  }

  /** Forgets what is missing; counting goes on after {@code sequence}. */
  void reset(long sequence) {
    started = true;
    highest = sequence;
    size = 0;
  }

  private void makeRoom(int gap) {
    int excess = size + gap - CAPACITY;
    if (excess > 0) {
      remove(0, excess);
    }
  }

  private void fill(long sequence, long now) {
    for (int i = size - 1; i >= 0 && sequences[i] >= sequence; i--) {
      if (sequences[i] == sequence) {
        // With one request only, it is known which one was answered (Karn).
        if (tries[i] == 1) {
          onRoundTripTime(now - askedAt[i]);
        }
        remove(i, 1);
        return;
      }
    }
  }

  private void remove(int index, int count) {
    int from = index + count;
    int rest = size - from;
    System.arraycopy(sequences, from, sequences, index, rest);
    System.arraycopy(dueAt, from, dueAt, index, rest);
    System.arraycopy(askedAt, from, askedAt, index, rest);
    System.arraycopy(tries, from, tries, index, rest);
    size -= count;
  }

  /** A measured round-trip time to the publisher, smoothed over some eight measurements. */
  void onRoundTripTime(long nanos) {
    roundTrip += (nanos - roundTrip) / 8;
  }

  /**
   * What to ask for now.
   *
   * @param target takes up to {@link #MAX_REQUESTS} sequence numbers, 0..65535, oldest first
   * @return how many
   */
  int poll(long now, int[] target) {
    long interval = Math.clamp(roundTrip, MIN_INTERVAL, MAX_INTERVAL);
    int count = 0;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      boolean isDue = now - dueAt[i] >= 0 && count < MAX_REQUESTS;
      if (isDue && tries[i] == MAX_TRIES) {
        continue;
      }
      if (isDue) {
        target[count++] = (int) sequences[i] & 0xFFFF;
        tries[i]++;
        askedAt[i] = now;
        dueAt[i] = now + interval;
      }
      sequences[kept] = sequences[i];
      dueAt[kept] = dueAt[i];
      askedAt[kept] = askedAt[i];
      tries[kept++] = tries[i];
    }
    size = kept;
    return count;
  }

  /** When {@link #poll} has something, {@code Long.MAX_VALUE} if nothing is missing. */
  long nextDeadline() {
    if (size == 0) {
      return Long.MAX_VALUE;
    }
    long next = dueAt[0];
    for (int i = 1; i < size; i++) {
      if (dueAt[i] - next < 0) {
        next = dueAt[i];
      }
    }
    return next;
  }

  /** How many packets are missing and not given up. */
  int missing() {
    return size;
  }
}
