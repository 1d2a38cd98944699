package akkord.media.sctp;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * Messages of I-DATA chunks (RFC 8260 2): by stream, kind and number, however their fragments mix.
 * Every message and every fragment that waits counts with an overhead, so that the receive window
 * bounds their number as well as their bytes.
 *
 * <p>Messages go up whole, so they have to fit side by side: were the window full of beginnings,
 * none could ever be completed. {@link DataChannels#MAX_CHANNELS} longest messages do fit. A peer
 * that keeps more of them unfinished (it sends on streams that were refused to it, or several
 * messages on one stream at a time) is told of a shut window and then adds fragment after fragment
 * to it as it knocks; {@link Receiver#SLACK} bytes later its association is ended.
 */
final class MessageReassembly implements Reassembly {
  /** How far behind the newest unordered message one may be and still be waited for. */
  private static final int MAX_BEHIND = 1 << 30;

  /** The ordered or the unordered messages of one stream. */
  private static final class Lane {
    /** Ordered: whose turn it is. Both: nobody waits for those before it. */
    int next;

    /** Null, or not empty. */
    TreeMap<Integer, PartialMessage> waiting;

    PartialMessage first() {
      return waiting == null ? null : waiting.firstEntry().getValue();
    }
  }

  private final Receiver user;
  private final int maxMessage;
  private Lane[] lanes = new Lane[0];
  private int buffered;

  /**
   * Holds nothing yet.
   *
   * @param maxMessage longest message, in bytes
   */
  MessageReassembly(Receiver user, int maxMessage) {
    this.user = user;
    this.maxMessage = maxMessage;
  }

  @Override
  public int buffered() {
    return buffered;
  }

  private Lane lane(int stream, boolean ordered) {
    int at = index(stream, ordered);
    if (at >= lanes.length) {
      lanes = Arrays.copyOf(lanes, Math.max(2 * stream + 2, 2 * lanes.length));
    }
    if (lanes[at] == null) {
      lanes[at] = new Lane();
    }
    return lanes[at];
  }

  private static int index(int stream, boolean ordered) {
    return 2 * stream + (ordered ? 0 : 1);
  }

  @Override
  public String add(Fragment fragment, byte[] bytes, int offset, int length, boolean inOrder) {
    boolean ordered = fragment.ordered();
    Lane lane = lane(fragment.stream, ordered);
    if (fragment.number - lane.next < 0) {
      return null; // given up before
    }
    boolean turn = !ordered || fragment.number == lane.next;
    PartialMessage message = lane.waiting == null ? null : lane.waiting.get(fragment.number);
    if (message == null && turn && fragment.begins() && fragment.ends()) {
      if (length > maxMessage) {
        return "message longer than " + maxMessage + " bytes";
      }
      pass(lane, fragment.number, fragment.stream, ordered);
      user.onMessage(fragment.stream, fragment.ppid, bytes, offset, length);
      deliverWaiting(lane, fragment.stream, ordered);
      return null;
    }
    if (message == null) {
      message = begin(lane, fragment.number);
    }
    buffered -= message.cost();
    String wrong = message.add(fragment, bytes, offset, length, maxMessage);
    buffered += message.cost();
    if (wrong == null && turn && message.complete()) {
      take(lane, fragment.number);
      pass(lane, fragment.number, fragment.stream, ordered);
      deliver(fragment.stream, message);
      deliverWaiting(lane, fragment.stream, ordered);
    }
    return wrong;
  }

  private PartialMessage begin(Lane lane, int number) {
    if (lane.waiting == null) {
      // All numbers in a lane lie within 2^31 from the next one, so this is an order.
      lane.waiting = new TreeMap<>((a, b) -> Integer.signum(a - b));
    }
    PartialMessage message = new PartialMessage();
    lane.waiting.put(number, message);
    buffered += message.cost();
    return message;
  }

  private PartialMessage take(Lane lane, int number) {
    PartialMessage message = lane.waiting.remove(number);
    buffered -= message.cost();
    if (lane.waiting.isEmpty()) {
      lane.waiting = null;
    }
    return message;
  }

  private void deliver(int stream, PartialMessage message) {
    user.onMessage(stream, message.ppid(), message.bytes(), 0, message.length());
  }

  /** A message is being delivered. */
  private void pass(Lane lane, int number, int stream, boolean ordered) {
    if (ordered) {
      lane.next = number + 1;
    } else if (number - lane.next > MAX_BEHIND) {
      skip(stream, false, number - MAX_BEHIND);
    }
  }

  private void deliverWaiting(Lane lane, int stream, boolean ordered) {
    while (ordered && lane.first() != null && lane.first().complete()) {
      if (lane.waiting.firstKey() != lane.next) {
        return;
      }
      PartialMessage message = take(lane, lane.next);
      lane.next++;
      deliver(stream, message);
    }
  }

  /** What the skipped messages have to do with TSNs is the sender's affair. */
  @Override
  public void forward(int from, int to) {}

  @Override
  public void skip(int stream, boolean ordered, int number) {
    Lane lane = lane(stream, ordered);
    if (number - lane.next < 0) {
      return;
    }
    while (lane.first() != null && number - lane.waiting.firstKey() >= 0) {
      PartialMessage message = take(lane, lane.waiting.firstKey());
      if (ordered && message.complete()) {
        deliver(stream, message);
      }
    }
    lane.next = number + 1;
    deliverWaiting(lane, stream, ordered);
  }

  @Override
  public void reset(int stream) {
    for (int at = 2 * stream; at < Math.min(2 * stream + 2, lanes.length); at++) {
      Lane lane = lanes[at];
      lanes[at] = null;
      if (lane != null && lane.waiting != null) {
        for (PartialMessage each : lane.waiting.values()) {
          buffered -= each.cost();
        }
      }
    }
  }
}
