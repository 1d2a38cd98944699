package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/** Generic NACK (RFC 4585 6.2.1): sequence numbers to send again, 17 of them in 4 bytes. */
public final class Nack {
  static final int FORMAT = 1;

  private static final int ITEM = 4;
  private static final int FOLLOWERS = 16;

  private Nack() {}

  /**
   * Unpacks the sequence numbers of the current block.
   *
   * @param into takes them, 0..65535, in the order of the packet; what has no room is left out
   * @return how many there are in {@code into}
   */
  public static int read(RtcpReader reader, int[] into) {
    int count = 0;
    int items = (reader.length() - Feedback.BYTES) / ITEM;
    for (int i = 0; i < items; i++) {
      int at = reader.block() + Feedback.BYTES + ITEM * i;
      int first = Bytes.getShort(reader.bytes(), at);
      // Bit 0 stands for the first number itself.
      int asked = Bytes.getShort(reader.bytes(), at + 2) << 1 | 1;
      for (int bit = 0; bit <= FOLLOWERS; bit++) {
        if ((asked >>> bit & 1) != 0) {
          if (count == into.length) {
            return count;
          }
          into[count++] = first + bit & 0xFFFF;
        }
      }
    }
    return count;
  }

  /**
   * Appends a request.
   *
   * @param sequenceNumbers 0..65535, each newer than the one before
   * @param count how many of them, 1 or more
   * @return false if it has no room
   */
  public static boolean append(
      Packet packet, long senderSsrc, long mediaSsrc, int[] sequenceNumbers, int count) {
    int items = pack(sequenceNumbers, count, null, 0);
    int block =
        Feedback.append(
            packet,
            Feedback.TRANSPORT,
            FORMAT,
            Feedback.BYTES + ITEM * items,
            senderSsrc,
            mediaSsrc);
    if (block >= 0) {
      pack(sequenceNumbers, count, packet.bytes, block + Feedback.BYTES);
    }
    return block >= 0;
  }

  /** Packs into {@code bytes}, or only counts the items if that is null. */
  private static int pack(int[] sequenceNumbers, int count, byte[] bytes, int at) {
    int items = 0;
    int i = 0;
    while (i < count) {
      int first = sequenceNumbers[i++];
      int followers = 0;
      while (i < count && isFollower(first, sequenceNumbers[i])) {
        followers |= 1 << (sequenceNumbers[i] - first - 1 & 0xFFFF);
        i++;
      }
      if (bytes != null) {
        Bytes.putShort(bytes, at + ITEM * items, first);
        Bytes.putShort(bytes, at + ITEM * items + 2, followers);
      }
      items++;
    }
    return items;
  }

  private static boolean isFollower(int first, int sequenceNumber) {
    return (sequenceNumber - first - 1 & 0xFFFF) < FOLLOWERS;
  }
}
