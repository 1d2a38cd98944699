package akkord.media.rtcp;

import akkord.media.net.Bytes;
import akkord.media.net.Packet;

/**
 * A reusable walk over the blocks of a compound RTCP packet (RFC 3550 6.1), reduced-size ones too
 * (RFC 5506). Start with {@link #wrap}, then {@link #next} until it answers false; then {@link
 * #malformed} tells whether the packet ended well.
 *
 * <p>A block is only shown if it is long enough for its type: the accessors of {@link
 * SenderReport}, {@link Nack} and the others need no further checks, with item numbers below the
 * counts they give.
 */
public final class RtcpReader {
  static final int HEADER = 4;

  private byte[] bytes;
  private int end;
  private int block;
  private int blockEnd;
  private int contentEnd;
  private RtcpType type;
  private boolean malformed;

  /** Looks at the bytes of interest of {@code packet}, plain RTCP. */
  public void wrap(Packet packet) {
    bytes = packet.bytes;
    end = packet.offset + packet.length;
    block = packet.offset;
    blockEnd = packet.offset;
    contentEnd = packet.offset;
    type = RtcpType.OTHER;
    malformed = packet.length == 0;
  }

  /**
   * Goes to the next block.
   *
   * @return false at the end, or where the bytes cannot be trusted any further
   */
  public boolean next() {
    if (malformed || blockEnd == end) {
      return false;
    }
    block = blockEnd;
    int available = end - block;
    if (available < HEADER || (bytes[block] & 0xC0) != 0x80) {
      return refuse();
    }
    int length = HEADER + 4 * Bytes.getShort(bytes, block + 2);
    if (length > available) {
      return refuse();
    }
    blockEnd = block + length;
    int padding = (bytes[block] & 0x20) == 0 ? 0 : paddingLength(length);
    if (padding < 0) {
      return refuse();
    }
    contentEnd = blockEnd - padding;
    type = classify();
    return type != null || refuse();
  }

  private boolean refuse() {
    malformed = true;
    return false;
  }

  private int paddingLength(int length) {
    int padding = length == HEADER ? 0 : Bytes.getByte(bytes, blockEnd - 1);
    // Transport feedback pads by less than a word, against RFC 3550 6.4.1.
    return padding > 0 && padding <= length - HEADER ? padding : -1;
  }

  /** The type, null if the block is too short for it. */
  private RtcpType classify() {
    int content = contentEnd - block;
    return switch (Bytes.getByte(bytes, block + 1)) {
      case SenderReport.PACKET_TYPE ->
          atLeast(
              content, SenderReport.BYTES + ReportBlock.BYTES * count(), RtcpType.SENDER_REPORT);
      case ReceiverReport.PACKET_TYPE ->
          atLeast(
              content,
              ReceiverReport.BYTES + ReportBlock.BYTES * count(),
              RtcpType.RECEIVER_REPORT);
      case Sdes.PACKET_TYPE -> RtcpType.SDES;
      case Bye.PACKET_TYPE -> atLeast(content, HEADER + 4 * count(), RtcpType.BYE);
      case Feedback.TRANSPORT -> transportFeedback(content);
      case Feedback.PAYLOAD -> payloadFeedback(content);
      case ExtendedReport.PACKET_TYPE -> atLeast(content, HEADER + 4, RtcpType.EXTENDED_REPORT);
      default -> RtcpType.OTHER;
    };
  }

  private RtcpType transportFeedback(int content) {
    return switch (count()) {
      case Nack.FORMAT -> atLeast(content, Feedback.BYTES, RtcpType.NACK);
      case TransportFeedback.FORMAT ->
          atLeast(content, TransportFeedback.BYTES, RtcpType.TRANSPORT_FEEDBACK);
      default -> atLeast(content, Feedback.BYTES, RtcpType.OTHER);
    };
  }

  private RtcpType payloadFeedback(int content) {
    return switch (count()) {
      case Pli.FORMAT -> atLeast(content, Feedback.BYTES, RtcpType.PLI);
      case Fir.FORMAT -> atLeast(content, Feedback.BYTES, RtcpType.FIR);
      case Remb.FORMAT -> Remb.classify(bytes, block, content);
      default -> atLeast(content, Feedback.BYTES, RtcpType.OTHER);
    };
  }

  private static RtcpType atLeast(int content, int needed, RtcpType type) {
    return content >= needed ? type : null;
  }

  /** Whether a length, version or padding was wrong: the rest of the packet was not shown. */
  public boolean malformed() {
    return malformed;
  }

  /** What the current block is. */
  public RtcpType type() {
    return type;
  }

  /** Report count, source count or feedback format of the current block, 0..31. */
  public int count() {
    return bytes[block] & 0x1F;
  }

  /** The first SSRC: sender of the packet, 0..2^32-1; 0 in a BYE or SDES without any. */
  public long ssrc() {
    return contentEnd - block >= HEADER + 4 ? Bytes.getUnsignedInt(bytes, block + HEADER) : 0;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the header of the current block starts in {@link #bytes}. */
  int block() {
    return block;
  }

  /** Bytes of the current block without padding. */
  int length() {
    return contentEnd - block;
  }
}
