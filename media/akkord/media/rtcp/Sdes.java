package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/** Source description (RFC 3550 6.5) with CNAME and, if wanted, the m-line's mid (RFC 8843 15). */
public final class Sdes {
  static final int PACKET_TYPE = 202;

  private static final int CNAME = 1;
  private static final int MID = 15;
  private static final int ITEM_HEADER = 2;
  private static final int MAX_ITEM = 255;

  private Sdes() {}

  /**
   * Appends one chunk.
   *
   * @param cname ASCII or UTF-8, 1..255 bytes
   * @param mid ASCII, 1..255 bytes, or null
   * @return false if it has no room
   * @throws IllegalArgumentException an item is longer than 255 bytes
   */
  public static boolean append(Packet packet, long ssrc, byte[] cname, byte[] mid) {
    int items = itemBytes(cname) + (mid == null ? 0 : itemBytes(mid));
    // One zero byte ends the items, more of them fill the word.
    int chunk = (4 + items + 1 + 3) & ~3;
    int block = RtcpWriter.append(packet, PACKET_TYPE, 1, RtcpReader.HEADER + chunk);
    if (block < 0) {
      return false;
    }
    byte[] bytes = packet.bytes;
    Bytes.putInt(bytes, block + 4, (int) ssrc);
    int at = putItem(bytes, block + 8, CNAME, cname);
    if (mid != null) {
      at = putItem(bytes, at, MID, mid);
    }
    while (at < block + RtcpReader.HEADER + chunk) {
      bytes[at++] = 0;
    }
    return true;
  }

  private static int itemBytes(byte[] text) {
    if (text.length > MAX_ITEM) {
      throw new IllegalArgumentException("an SDES item holds 255 bytes, not " + text.length);
    }
    return ITEM_HEADER + text.length;
  }

  private static int putItem(byte[] bytes, int at, int type, byte[] text) {
    Bytes.putByte(bytes, at, type);
    Bytes.putByte(bytes, at + 1, text.length);
    System.arraycopy(text, 0, bytes, at + ITEM_HEADER, text.length);
    return at + ITEM_HEADER + text.length;
  }
}
