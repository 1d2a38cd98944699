package akkord.media.sctp;

import akkord.media.net.Bytes;
import java.nio.charset.StandardCharsets;

/** The messages that open data channels (RFC 8832). */
final class Dcep {
  /** Payload protocol identifier. */
  static final int PPID = 50;

  /** Longest label, in bytes. */
  static final int MAX_LABEL = 1024;

  private static final int OPEN = 3;
  private static final int ACK = 2;
  private static final int UNORDERED = 0x80;
  private static final int RETRANSMISSIONS = 1;
  private static final int LIFETIME = 2;
  private static final int HEADER = 12;

  private Dcep() {}

  /** What a DATA_CHANNEL_OPEN asks for. */
  record Open(String label, boolean ordered, Reliability reliability) {}

  static boolean isOpen(byte[] bytes, int offset, int length) {
    return length > 0 && bytes[offset] == OPEN;
  }

  static boolean isAck(byte[] bytes, int offset, int length) {
    return length > 0 && bytes[offset] == ACK;
  }

  static byte[] ack() {
    return new byte[] {ACK};
  }

  /** Reads a DATA_CHANNEL_OPEN; null if it is not valid. */
  static Open read(byte[] bytes, int at, int length) {
    if (length < HEADER) {
      return null;
    }
    int label = Bytes.getShort(bytes, at + 8);
    int protocol = Bytes.getShort(bytes, at + 10);
    if (label > MAX_LABEL || HEADER + label + protocol > length) {
      return null;
    }
    int type = Bytes.getByte(bytes, at + 1);
    int limit = Math.max(0, Bytes.getInt(bytes, at + 4));
    Reliability reliability =
        switch (type & ~UNORDERED) {
          case RETRANSMISSIONS -> Reliability.retransmissions(limit);
          case LIFETIME -> Reliability.lifetime(limit);
          default -> Reliability.FULL;
        };
    return new Open(
        new String(bytes, at + HEADER, label, StandardCharsets.UTF_8),
        (type & UNORDERED) == 0,
        reliability);
  }

  static byte[] write(Open open) {
    byte[] label = open.label().getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[HEADER + label.length];
    int type =
        switch (open.reliability().kind()) {
          case FULL -> 0;
          case RETRANSMISSIONS -> RETRANSMISSIONS;
          case LIFETIME -> LIFETIME;
        };
    message[0] = OPEN;
    Bytes.putByte(message, 1, open.ordered() ? type : type | UNORDERED);
    Bytes.putInt(message, 4, open.reliability().limit());
    Bytes.putShort(message, 8, label.length);
    System.arraycopy(label, 0, message, HEADER, label.length);
    return message;
  }
}
