package akkord.media.net;

import java.util.Arrays;

/** Packets to send: borrowed, queued, and all taken back once a cycle. Grows, never shrinks. */
final class PacketPool {
  private Packet[] all = new Packet[0];
  private Packet[] free = new Packet[0];
  private int freeCount;

  /** A packet nobody holds, or null if none is left and {@code limit} of them exist. */
  Packet borrow(int limit) {
    if (freeCount == 0 && !grow(limit)) {
      return null;
    }
    Packet packet = free[--freeCount];
    packet.clear();
    return packet;
  }

  /** Takes one back that was sent; one from elsewhere is let go when the pool is full. */
  void giveBack(Packet packet) {
    if (freeCount < free.length) {
      free[freeCount++] = packet;
    }
  }

  /** Takes all back, those that were borrowed and never sent too. */
  void reclaim() {
    if (freeCount < all.length) {
      System.arraycopy(all, 0, free, 0, all.length);
      freeCount = all.length;
    }
  }

  private boolean grow(int limit) {
    int size = all.length;
    int larger = Math.min(limit, Math.max(64, size * 2));
    if (larger <= size) {
      return false;
    }
    all = Arrays.copyOf(all, larger);
    free = new Packet[larger];
    for (int i = size; i < larger; i++) {
      all[i] = new Packet();
      free[freeCount++] = all[i];
    }
    return true;
  }
}
