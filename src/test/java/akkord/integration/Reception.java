package akkord.integration;

import akkord.media.net.Packet;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** What one peer received of one {@link SentStream}. */
public final class Reception {
  private final Map<Integer, Integer> lastSequence = new HashMap<>();
  private long packets;
  private int last = -1;
  private long lastSentAt;
  private int missing;
  private int disorder;
  private long worstDelay;

  /**
   * What happened since the last look.
   *
   * @param packets received
   * @param missing numbers of the publisher's that were left out
   * @param disorder packets whose RTP sequence number did not follow the one before
   * @param worstDelayMillis longest way of a packet from publisher to subscriber
   */
  public record Report(long packets, int missing, int disorder, long worstDelayMillis) {}

  /** The SSRC that a packet of a {@link SentStream} was sent with. */
  static long source(Packet packet) {
    int at = packet.offset + packet.length - SentStream.TRAILER;
    return ByteBuffer.wrap(packet.bytes).getInt(at) & 0xFFFFFFFFL;
  }

  public synchronized void onPacket(Packet packet, long now) {
    ByteBuffer bytes = ByteBuffer.wrap(packet.bytes);
    int trailer = packet.offset + packet.length - SentStream.TRAILER;
    int number = bytes.getInt(trailer + 4);
    int sequence = bytes.getShort(packet.offset + 2) & 0xFFFF;
    Integer before = lastSequence.put(bytes.getInt(packet.offset + 8), sequence);
    if (before != null && sequence != ((before + 1) & 0xFFFF)) {
      disorder++;
    }
    if (last >= 0) {
      missing += number - last - 1;
    }
    last = number;
    lastSentAt = bytes.getLong(trailer + 8);
    worstDelay = Math.max(worstDelay, now - lastSentAt);
    packets++;
  }

  /** Packets received since the beginning. */
  public synchronized long packets() {
    return packets;
  }

  /** Number of the last packet, -1 before the first. */
  public synchronized int last() {
    return last;
  }

  /** When the last packet was sent, as {@code System.nanoTime}. */
  public synchronized long lastSentAt() {
    return lastSentAt;
  }

  /** What happened since the last call. */
  public synchronized Report report() {
    Report report = new Report(packets, missing, disorder, worstDelay / 1_000_000);
    missing = 0;
    disorder = 0;
    worstDelay = 0;
    return report;
  }

  @Override
  public synchronized String toString() {
    return packets + " packets, the last " + last;
  }
}
