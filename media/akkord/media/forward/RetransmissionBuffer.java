package akkord.media.forward;

import akkord.media.net.Packet;
import java.util.Arrays;

/**
 * The recent packets of one encoding, shared by all its subscribers (M-23). Bytes lie one after the
 * other in one ring, so a small packet takes little; the oldest are overwritten.
 */
final class RetransmissionBuffer {
  private static final long NONE = -1;

  private final int slots;
  private final long[] sequences;
  private final long[] positions;
  private final short[] lengths;
  private final byte[] ring;
  private long head;

  /**
   * An empty buffer.
   *
   * @param slots how many packets, a power of two
   * @param bytes how many bytes in all, at least {@link Packet#CAPACITY}
   */
  RetransmissionBuffer(int slots, int bytes) {
    this.slots = slots;
    sequences = new long[slots];
    positions = new long[slots];
    lengths = new short[slots];
    ring = new byte[bytes];
    clear();
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(sequences, NONE);
  }

  /** How many sequence numbers it looks back. */
  int slots() {
    return slots;
  }

  /** Whether this packet was stored, and none {@link #slots} later since. */
  boolean hasSeen(long sequence) {
    return sequences[slot(sequence)] == sequence;
  }

  /** Whether the bytes of this packet are still there. */
  boolean contains(long sequence) {
    return hasSeen(sequence) && head - positions[slot(sequence)] <= ring.length;
  }

  /** Copies a packet in. */
  void store(long sequence, Packet packet) {
    int offset = (int) (head % ring.length);
    if (offset + packet.length > ring.length) {
      head += ring.length - offset;
      offset = 0;
    }
    System.arraycopy(packet.bytes, packet.offset, ring, offset, packet.length);
    int slot = slot(sequence);
    sequences[slot] = sequence;
    positions[slot] = head;
    lengths[slot] = (short) packet.length;
    head += packet.length;
  }

  /**
   * Copies a packet out, to offset 0.
   *
   * @return false if it is not there any more
   */
  boolean load(long sequence, Packet target) {
    if (!contains(sequence)) {
      return false;
    }
    int slot = slot(sequence);
    int offset = (int) (positions[slot] % ring.length);
    target.offset = 0;
    target.length = lengths[slot];
    System.arraycopy(ring, offset, target.bytes, 0, target.length);
    return true;
  }

  private int slot(long sequence) {
    return (int) sequence & (slots - 1);
  }
}
