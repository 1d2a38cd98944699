package akkord.media.sctp;

/** One outgoing stream: its waiting messages in order. */
final class OutboundStream {
  final int id;

  /** Number of its next ordered message. */
  int nextOrdered;

  /** Number of its next unordered message. */
  int nextUnordered;

  /** Bytes not yet acknowledged, waiting ones included. */
  int buffered;

  /** Nothing leaves until it has been reset. */
  boolean paused;

  /** Whether it has a place in the round. */
  boolean scheduled;

  private OutboundMessage head;
  private OutboundMessage tail;

  OutboundStream(int id) {
    this.id = id;
  }

  OutboundMessage head() {
    return head;
  }

  boolean isEmpty() {
    return head == null;
  }

  void add(OutboundMessage message) {
    if (tail == null) {
      head = message;
    } else {
      tail.next = message;
    }
    tail = message;
    buffered += message.bytes.length;
  }

  /** Takes the first message out; its bytes still count until they are acknowledged. */
  OutboundMessage poll() {
    OutboundMessage first = head;
    head = first.next;
    first.next = null;
    if (head == null) {
      tail = null;
    }
    return first;
  }

  /** Forgets the oldest message of which nothing has been sent; 0 if there is none. */
  int dropOldest() {
    OutboundMessage before = head != null && head.sent > 0 ? head : null;
    OutboundMessage oldest = before == null ? head : before.next;
    if (oldest == null) {
      return 0;
    }
    if (before == null) {
      poll();
    } else {
      before.next = oldest.next;
      if (oldest == tail) {
        tail = before;
      }
    }
    buffered -= oldest.bytes.length;
    return oldest.bytes.length;
  }
}
