package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/**
 * One report block of a sender or receiver report (RFC 3550 6.4.1): how a receiver sees one stream.
 */
public final class ReportBlock {
  /** A report holds no more than these. */
  public static final int MAX_BLOCKS = 31;

  static final int BYTES = 24;

  private ReportBlock() {}

  /** How many blocks the current report holds, 0..31. */
  public static int count(RtcpReader reader) {
    return reader.count();
  }

  /** The stream reported on, 0..2^32-1. */
  public static long ssrc(RtcpReader reader, int index) {
    return Bytes.getUnsignedInt(reader.bytes(), at(reader, index));
  }

  /** Packets lost since the previous report, in 1/256, 0..255. */
  public static int fractionLost(RtcpReader reader, int index) {
    return Bytes.getByte(reader.bytes(), at(reader, index) + 4);
  }

  /** Packets lost since the start, -2^23..2^23-1; negative with duplicates. */
  public static int cumulativeLost(RtcpReader reader, int index) {
    return Bytes.getSigned24(reader.bytes(), at(reader, index) + 5);
  }

  /** Highest sequence number received in the low 16 bits, its cycles above, 0..2^32-1. */
  public static long highestSequence(RtcpReader reader, int index) {
    return Bytes.getUnsignedInt(reader.bytes(), at(reader, index) + 8);
  }

  /** Interarrival jitter in ticks of the RTP clock, 0..2^32-1. */
  public static long jitter(RtcpReader reader, int index) {
    return Bytes.getUnsignedInt(reader.bytes(), at(reader, index) + 12);
  }

  /** Middle 32 bits of the NTP time of the last SR received, 0 if none. */
  public static long lastSenderReport(RtcpReader reader, int index) {
    return Bytes.getUnsignedInt(reader.bytes(), at(reader, index) + 16);
  }

  /** Time between that SR and this report in 1/65536 s, 0..2^32-1. */
  public static long delaySinceLastSenderReport(RtcpReader reader, int index) {
    return Bytes.getUnsignedInt(reader.bytes(), at(reader, index) + 20);
  }

  /**
   * Adds one report block to a report that is the last block of the packet.
   *
   * @param report where the report starts, as {@link ReceiverReport#append} or {@link
   *     SenderReport#append} answered
   * @param cumulativeLost clamped to 24 bits signed
   * @return false if the report is full or has no room
   */
  public static boolean append(
      Packet packet,
      int report,
      long ssrc,
      int fractionLost,
      int cumulativeLost,
      long highestSequence,
      long jitter,
      long lastSenderReport,
      long delaySinceLastSenderReport) {
    byte[] bytes = packet.bytes;
    int at = packet.offset + packet.length;
    int count = bytes[report] & 0x1F;
    if (count == MAX_BLOCKS || at + BYTES > bytes.length) {
      return false;
    }
    Bytes.putInt(bytes, at, (int) ssrc);
    Bytes.putByte(bytes, at + 4, fractionLost);
    Bytes.put24(bytes, at + 5, Math.clamp(cumulativeLost, -0x800000, 0x7FFFFF));
    Bytes.putInt(bytes, at + 8, (int) highestSequence);
    Bytes.putInt(bytes, at + 12, (int) jitter);
    Bytes.putInt(bytes, at + 16, (int) lastSenderReport);
    Bytes.putInt(bytes, at + 20, (int) delaySinceLastSenderReport);
    packet.length += BYTES;
    bytes[report]++;
    Bytes.putShort(bytes, report + 2, Bytes.getShort(bytes, report + 2) + BYTES / 4);
    return true;
  }

  private static int at(RtcpReader reader, int index) {
    int fixed = reader.type() == RtcpType.SENDER_REPORT ? SenderReport.BYTES : ReceiverReport.BYTES;
    return reader.block() + fixed + BYTES * index;
  }
}
