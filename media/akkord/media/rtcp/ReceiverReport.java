package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/** Receiver report (RFC 3550 6.4.2). Its report blocks are read by {@link ReportBlock}. */
public final class ReceiverReport {
  static final int PACKET_TYPE = 201;
  static final int BYTES = 8;

  private ReceiverReport() {}

  /**
   * Appends a report without report blocks; {@link ReportBlock#append} adds them.
   *
   * @param ssrc who reports
   * @return where the block starts, -1 if it has no room
   */
  public static int append(Packet packet, long ssrc) {
    int block = RtcpWriter.append(packet, PACKET_TYPE, 0, BYTES);
    if (block >= 0) {
      Bytes.putInt(packet.bytes, block + 4, (int) ssrc);
    }
    return block;
  }
}
