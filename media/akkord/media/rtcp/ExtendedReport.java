package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/**
 * Extended report (RFC 3611): receiver reference time (RRTR, 4.4) and its answer (DLRR, 4.5), by
 * which someone who sends no media measures the round trip.
 */
public final class ExtendedReport {
  static final int PACKET_TYPE = 207;

  private static final int RRTR = 4;
  private static final int DLRR = 5;
  private static final int BLOCK_HEADER = 4;
  private static final int RRTR_BYTES = BLOCK_HEADER + 8;
  private static final int SUB_BLOCK = 12;

  private ExtendedReport() {}

  /** NTP time of the sender's RRTR, 32.32 fixed point; 0 if the current block has none. */
  public static long receiverReferenceTime(RtcpReader reader) {
    int at = find(reader, RRTR, RRTR_BYTES);
    return at < 0 ? 0 : Bytes.getLong(reader.bytes(), at + BLOCK_HEADER);
  }

  /**
   * Appends the answer to a {@link #receiverReferenceTime}.
   *
   * @param receiverSsrc who sent the reference time
   * @param lastReceiverReference middle 32 bits of that time
   * @param delay since it arrived, in 1/65536 s
   * @return false if it has no room
   */
  public static boolean appendDlrr(
      Packet packet, long senderSsrc, long receiverSsrc, long lastReceiverReference, long delay) {
    int total = RtcpReader.HEADER + 4 + BLOCK_HEADER + SUB_BLOCK;
    int block = RtcpWriter.append(packet, PACKET_TYPE, 0, total);
    if (block >= 0) {
      byte[] bytes = packet.bytes;
      Bytes.putInt(bytes, block + 4, (int) senderSsrc);
      Bytes.putInt(bytes, block + 8, DLRR << 24 | SUB_BLOCK / 4);
      Bytes.putInt(bytes, block + 12, (int) receiverSsrc);
      Bytes.putInt(bytes, block + 16, (int) lastReceiverReference);
      Bytes.putInt(bytes, block + 20, (int) delay);
    }
    return block >= 0;
  }

  /** Where the first report block of {@code type} starts, -1 if there is none of that size. */
  private static int find(RtcpReader reader, int type, int bytes) {
    int end = reader.block() + reader.length();
    int at = reader.block() + RtcpReader.HEADER + 4;
    while (at + BLOCK_HEADER <= end) {
      int length = BLOCK_HEADER + 4 * Bytes.getShort(reader.bytes(), at + 2);
      if (at + length > end) {
        return -1;
      }
      if (Bytes.getByte(reader.bytes(), at) == type && length >= bytes) {
        return at;
      }
      at += length;
    }
    return -1;
  }
}
