package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/** Sender report (RFC 3550 6.4.1). Its report blocks are read by {@link ReportBlock}. */
public final class SenderReport {
  static final int PACKET_TYPE = 200;
  static final int BYTES = 28;

  private SenderReport() {}

  /** NTP time, 32.32 fixed point. */
  public static long ntp(RtcpReader reader) {
    return Bytes.getLong(reader.bytes(), reader.block() + 8);
  }

  /** The RTP timestamp of the same instant, 0..2^32-1. */
  public static long rtpTimestamp(RtcpReader reader) {
    return Bytes.getUnsignedInt(reader.bytes(), reader.block() + 16);
  }

  /** Packets sent, 0..2^32-1. */
  public static long packets(RtcpReader reader) {
    return Bytes.getUnsignedInt(reader.bytes(), reader.block() + 20);
  }

  /** Payload bytes sent, 0..2^32-1. */
  public static long octets(RtcpReader reader) {
    return Bytes.getUnsignedInt(reader.bytes(), reader.block() + 24);
  }

  /**
   * Appends a report without report blocks; {@link ReportBlock#append} adds them.
   *
   * @return where the block starts, -1 if it has no room
   */
  public static int append(
      Packet packet, long ssrc, long ntp, long rtpTimestamp, long packets, long octets) {
    int block = RtcpWriter.append(packet, PACKET_TYPE, 0, BYTES);
    if (block >= 0) {
      byte[] bytes = packet.bytes;
      Bytes.putInt(bytes, block + 4, (int) ssrc);
      Bytes.putLong(bytes, block + 8, ntp);
      Bytes.putInt(bytes, block + 16, (int) rtpTimestamp);
      Bytes.putInt(bytes, block + 20, (int) packets);
      Bytes.putInt(bytes, block + 24, (int) octets);
    }
    return block;
  }
}
