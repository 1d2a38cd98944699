package akkord.media.sctp;

/** A message on its way out. The bytes are shared with other receivers and never written. */
final class OutboundMessage {
  final OutboundStream stream;
  final int ppid;
  final byte[] bytes;
  final boolean ordered;
  final Reliability reliability;
  final long deadline;

  /** Its number among the ordered or unordered ones of the stream, once a fragment has left. */
  int number;

  /** TSN of its newest fragment, once one has left. */
  int lastTsn;

  /** Bytes already cut into fragments. */
  int sent;

  /** Given up. */
  boolean abandoned;

  OutboundMessage next;

  OutboundMessage(
      OutboundStream stream,
      int ppid,
      byte[] bytes,
      boolean ordered,
      Reliability reliability,
      long now) {
    this.stream = stream;
    this.ppid = ppid;
    this.bytes = bytes;
    this.ordered = ordered;
    this.reliability = reliability;
    this.deadline = now + reliability.limit() * 1_000_000L;
  }

  boolean expired(long now) {
    return reliability.kind() == Reliability.Kind.LIFETIME && now - deadline >= 0;
  }

  /** Whether a fragment that was sent {@code transmissions} times and lost is not sent again. */
  boolean exhausted(int transmissions, long now) {
    return expired(now)
        || (reliability.kind() == Reliability.Kind.RETRANSMISSIONS
            && transmissions > reliability.limit());
  }
}
