package akkord.media.ice;

import akkord.media.net.Packet;
import java.util.zip.CRC32;

/**
 * Writes one STUN message into a packet, attribute by attribute in the order of the calls. {@link
 * #integrity} and {@link #fingerprint} come last, in this order. The packet must have room; the
 * messages of ICE need at most 800 bytes.
 */
public final class StunWriter {
  private static final int IPV4_LENGTH = 4;

  private final CRC32 crc = new CRC32();
  private Packet packet;
  private byte[] bytes;
  private int start;
  private int at;

  /** Starts an answer: {@code type} with the transaction id of {@code request}. */
  public void beginResponse(Packet packet, int type, StunMessage request) {
    begin(packet, type, request.bytes(), request.start() + 8);
  }

  /** Starts a message of {@code type} with the 12 bytes of transaction id at {@code idOffset}. */
  public void begin(Packet packet, int type, byte[] id, int idOffset) {
    this.packet = packet;
    this.bytes = packet.bytes;
    this.start = packet.offset;
    uint16(start, type);
    int32(start + 4, StunMessage.MAGIC_COOKIE);
    System.arraycopy(id, idOffset, bytes, start + 8, 12);
    at = start + StunMessage.HEADER_LENGTH;
    close();
  }

  /** Appends an attribute with {@code length} bytes of value. */
  public void attribute(int type, byte[] value, int length) {
    int from = header(type, length);
    System.arraycopy(value, 0, bytes, from, length);
    pad(from, length);
  }

  /** Appends an attribute without a value. */
  public void flag(int type) {
    header(type, 0);
    close();
  }

  /** Appends an attribute of 4 bytes. */
  public void number32(int type, long value) {
    int from = header(type, 4);
    int32(from, (int) value);
    close();
  }

  /** Appends an attribute of 8 bytes. */
  public void number64(int type, long value) {
    int from = header(type, 8);
    int32(from, (int) (value >>> 32));
    int32(from + 4, (int) value);
    close();
  }

  /**
   * Appends XOR-MAPPED-ADDRESS (RFC 8489 14.2).
   *
   * @param address 4 or 16 bytes, network order
   */
  public void xorMappedAddress(byte[] address, int port) {
    int from = header(StunAttribute.XOR_MAPPED_ADDRESS, 4 + address.length);
    bytes[from] = 0;
    bytes[from + 1] = (byte) (address.length == IPV4_LENGTH ? 1 : 2);
    uint16(from + 2, port ^ (StunMessage.MAGIC_COOKIE >>> 16));
    for (int i = 0; i < address.length; i++) {
      // Cookie and transaction id follow each other in the header: they are the key.
      bytes[from + 4 + i] = (byte) (address[i] ^ bytes[start + 4 + i]);
    }
    close();
  }

  /** Appends ERROR-CODE, 300..699, with an empty phrase. */
  public void errorCode(int code) {
    int from = header(StunAttribute.ERROR_CODE, 4);
    int32(from, (code / 100) << 8 | code % 100);
    close();
  }

  /** Appends UNKNOWN-ATTRIBUTES with one type. */
  public void unknownAttribute(int type) {
    int from = header(StunAttribute.UNKNOWN_ATTRIBUTES, 2);
    uint16(from, type);
    pad(from, 2);
  }

  /** Appends MESSAGE-INTEGRITY over what is there. */
  public void integrity(StunIntegrity key) {
    int from = header(StunAttribute.MESSAGE_INTEGRITY, StunIntegrity.LENGTH);
    close();
    key.sign(bytes, start, from - 4);
  }

  /** Appends FINGERPRINT over what is there. */
  public void fingerprint() {
    int from = header(StunAttribute.FINGERPRINT, 4);
    close();
    int32(from, StunMessage.fingerprintOf(crc, bytes, start, from - 4));
  }

  private int header(int type, int length) {
    uint16(at, type);
    uint16(at + 2, length);
    int value = at + 4;
    at = value + StunMessage.padded(length);
    return value;
  }

  private void pad(int from, int length) {
    for (int i = from + length; i < at; i++) {
      bytes[i] = 0;
    }
    close();
  }

  private void close() {
    uint16(start + 2, at - start - StunMessage.HEADER_LENGTH);
    packet.length = at - start;
  }

  private void uint16(int to, int value) {
    bytes[to] = (byte) (value >> 8);
    bytes[to + 1] = (byte) value;
  }

  private void int32(int to, int value) {
    uint16(to, value >>> 16);
    uint16(to + 2, value);
  }
}
