package akkord.media.bwe;

import akkord.media.net.Packet;
import akkord.media.rtcp.TransportFeedback;
import akkord.media.rtp.SequenceNumber;
import java.util.Arrays;

/**
 * Tells a publisher when its packets arrived, so that its own estimator (GCC in browsers) can raise
 * the bitrate (BW-08; draft-holmer-rmcat-transport-wide-cc-01). One for each transport: the
 * sequence numbers run over all its streams.
 *
 * <p>A message goes out at least {@value #MIN_INTERVAL_MILLIS} ms after the previous one, once its
 * cost is below 5 % of what arrived since, and at the latest after {@value #MAX_INTERVAL_MILLIS}
 * ms. A packet that comes after a later one was reported is reported again with all that followed
 * it, as libwebrtc does.
 */
public final class TransportFeedbackGenerator {
  private static final int MIN_INTERVAL_MILLIS = 50;
  private static final int MAX_INTERVAL_MILLIS = 250;
  private static final long MILLI = 1_000_000L;

  /** IP, UDP, SRTCP and about ten packets' worth of message. */
  private static final int MESSAGE_BYTES = 68;

  /** What must arrive between messages so that they cost at most 5 %. */
  private static final int WORTHWHILE_BYTES = 20 * MESSAGE_BYTES;

  private static final int CAPACITY = TransportFeedback.MAX_STATUSES;
  private static final int MASK = CAPACITY - 1;

  private final TransportFeedback message = new TransportFeedback();
  private final long senderSsrc;

  /** By number modulo capacity: when it arrived, and whether it did. */
  private final int[] ticks = new int[CAPACITY];

  private final boolean[] arrived = new boolean[CAPACITY];

  /** Extended numbers: first that is not reported yet, and one more than the highest arrived. */
  private long unreported;

  private long end;
  private boolean started;
  private long mediaSsrc;
  private int feedbackCount;
  private long lastSent;
  private long bytesSinceSent;

  /**
   * @param senderSsrc of our messages, unsigned
   */
  public TransportFeedbackGenerator(long senderSsrc) {
    this.senderSsrc = senderSsrc;
  }

  /**
   * Takes one authentic packet that carries the transport-wide extension, padding and probes too.
   *
   * @param sequenceNumber of the extension, 0..65535
   * @param ssrc of the packet, unsigned
   * @param bytes of the packet
   */
  public void onPacket(int sequenceNumber, long ssrc, int bytes, long now) {
    if (!started) {
      started = true;
      unreported = sequenceNumber;
      end = sequenceNumber;
      lastSent = now - MIN_INTERVAL_MILLIS * MILLI;
    }
    long number = SequenceNumber.extend(end, sequenceNumber);
    if (number < end - CAPACITY || (number < end && arrived[slot(number)])) {
      return;
    }
    makeRoom(number);
    arrived[slot(number)] = true;
    ticks[slot(number)] = ticks(now);
    unreported = Math.min(unreported, number);
    mediaSsrc = ssrc;
    bytesSinceSent += bytes;
  }

  /** When {@link #append} has something to say, {@code Long.MAX_VALUE} if nothing. */
  public long nextDeadline() {
    if (unreported == end) {
      return Long.MAX_VALUE;
    }
    int interval = bytesSinceSent >= WORTHWHILE_BYTES ? MIN_INTERVAL_MILLIS : MAX_INTERVAL_MILLIS;
    return lastSent + interval * MILLI;
  }

  /**
   * Appends one message if it is time. What is due may need several: call it with fresh packets
   * until it answers false.
   */
  public boolean append(Packet packet, long now) {
    if (unreported == end || nextDeadline() - now > 0) {
      return false;
    }
    long next = collect();
    if (message.append(packet, senderSsrc, mediaSsrc, feedbackCount) == 0) {
      return false;
    }
    feedbackCount = feedbackCount + 1 & 0xFF;
    unreported = next;
    if (unreported == end) {
      lastSent = now;
      bytesSinceSent = 0;
    }
    return true;
  }

  /** Fills the message; answers the number after the last that it tells of. */
  private long collect() {
    message.start(unreported);
    long next = unreported;
    for (long number = unreported; number < end; number++) {
      if (arrived[slot(number)]) {
        if (!message.add(number, ticks[slot(number)])) {
          return next;
        }
        next = number + 1;
      }
    }
    return next;
  }

  private void makeRoom(long number) {
    if (number - end >= CAPACITY) {
      Arrays.fill(arrived, false);
      end = number;
    }
    while (end <= number) {
      arrived[slot(end)] = false;
      end++;
    }
    unreported = Math.max(unreported, end - CAPACITY);
  }

  private static int slot(long number) {
    return (int) number & MASK;
  }

  private static int ticks(long now) {
    return (int) Math.floorDiv(now, (long) TransportFeedback.TICK_NANOS);
  }
}
