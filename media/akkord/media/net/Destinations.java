package akkord.media.net;

/**
 * Brings the packets of each destination together, in the order they were queued: a frame to one
 * subscriber can then leave in one message.
 */
final class Destinations {
  private static final int SLOTS = 2 * HostUdpSocket.QUEUE_CAPACITY;
  private static final int HASH_SHIFT = Integer.numberOfLeadingZeros(SLOTS) + 1;
  private static final int NONE = -1;

  private final int[] firsts = new int[HostUdpSocket.QUEUE_CAPACITY];
  private final int[] lasts = new int[HostUdpSocket.QUEUE_CAPACITY];
  private final int[] nexts = new int[HostUdpSocket.QUEUE_CAPACITY];
  private final int[] usedSlots = new int[HostUdpSocket.QUEUE_CAPACITY];

  /** Destination + 1 by hash, 0 for a free slot. */
  private final short[] slots = new short[SLOTS];

  private int count;

  /** Whether two packets go from one local address to one remote. */
  static boolean same(Packet a, Packet b) {
    return a.local == b.local && a.remote.equals(b.remote);
  }

  /**
   * Writes the indices of {@code packets} to {@code order}: destinations as they first appear.
   *
   * @param size at most {@link HostUdpSocket#QUEUE_CAPACITY}
   */
  void sort(Packet[] packets, int size, int[] order) {
    count = 0;
    try {
      for (int i = 0; i < size; i++) {
        append(packets, i);
      }
    } finally {
      forgetSlots();
    }
    int at = 0;
    for (int i = 0; i < count; i++) {
      for (int packet = firsts[i]; packet != NONE; packet = nexts[packet]) {
        order[at++] = packet;
      }
    }
  }

  private void append(Packet[] packets, int index) {
    nexts[index] = NONE;
    int slot = find(packets, packets[index]);
    int known = slots[slot] - 1;
    if (known == NONE) {
      usedSlots[count] = slot;
      firsts[count] = index;
      lasts[count++] = index;
      slots[slot] = (short) count;
    } else {
      nexts[lasts[known]] = index;
      lasts[known] = index;
    }
  }

  private int find(Packet[] packets, Packet packet) {
    int slot = ((packet.remote.hashCode() + packet.local) * 0x9E3779B9) >>> HASH_SHIFT;
    while (slots[slot] != 0 && !same(packets[firsts[slots[slot] - 1]], packet)) {
      slot = (slot + 1) % SLOTS;
    }
    return slot;
  }

  private void forgetSlots() {
    for (int i = 0; i < count; i++) {
      slots[usedSlots[i]] = 0;
    }
  }
}
