package akkord.media.dtls;

/**
 * Looks at DTLS records from the outside (RFC 6347 4.1, 4.2.2), before anything is copied or
 * allocated for them.
 */
public final class DtlsRecords {
  /** Handshake messages beyond this many bytes are refused; certificate chains are shorter. */
  public static final int MAX_MESSAGE = 16 * 1024;

  private static final int RECORD_HEADER = 13;
  private static final int MESSAGE_HEADER = 12;
  private static final int MAX_FRAGMENT = (1 << 14) + 2048;
  // Of AES-GCM, the only cipher offered: what it decrypts has no less.
  private static final int MIN_ENCRYPTED = GcmRecords.OVERHEAD - RECORD_HEADER;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int HEARTBEAT = 24;
  private static final int APPLICATION_DATA = 23;
  private static final int CLIENT_HELLO = 1;

  private DtlsRecords() {}

  /** Whether a datagram begins with a ClientHello or a fragment of one. */
  public static boolean isClientHello(byte[] bytes, int offset, int length) {
    return wellFormed(bytes, offset, length)
        && bytes[offset] == HANDSHAKE
        && epoch(bytes, offset) == 0
        && bytes[offset + RECORD_HEADER] == CLIENT_HELLO;
  }

  /**
   * Whether a datagram consists of whole DTLS 1.0 or 1.2 records of known types. A plaintext
   * handshake message must be whole or a fragment within its length, and at most {@link
   * #MAX_MESSAGE} bytes: whoever reassembles reserves what it announces. An encrypted record must
   * be long enough to be one: BouncyCastle ends the session of a shorter one, which anybody can
   * forge.
   */
  public static boolean wellFormed(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (end - at >= RECORD_HEADER) {
      int type = bytes[at];
      int fragment = uint16(bytes, at + 11);
      if (type < CHANGE_CIPHER_SPEC
          || type > HEARTBEAT
          || bytes[at + 1] != (byte) 0xFE
          || fragment > MAX_FRAGMENT
          || fragment > end - at - RECORD_HEADER) {
        return false;
      }
      int body = at + RECORD_HEADER;
      boolean isEncrypted = epoch(bytes, at) != 0;
      if (isEncrypted && fragment < MIN_ENCRYPTED) {
        return false;
      }
      if (type == HANDSHAKE && !isEncrypted && !messages(bytes, body, fragment)) {
        return false;
      }
      at = body + fragment;
    }
    return at == end && length > 0;
  }

  /** Bytes of a record of a well-formed datagram, with its header. */
  static int size(byte[] bytes, int record) {
    return RECORD_HEADER + uint16(bytes, record + 11);
  }

  /** Whether a record of a well-formed datagram is DTLS 1.2 application data of epoch 1. */
  static boolean isApplicationData(byte[] bytes, int record) {
    return bytes[record] == APPLICATION_DATA
        && bytes[record + 2] == (byte) 0xFD
        && epoch(bytes, record) == 1;
  }

  private static boolean messages(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (end - at >= MESSAGE_HEADER) {
      int whole = uint24(bytes, at + 1);
      int from = uint24(bytes, at + 6);
      int part = uint24(bytes, at + 9);
      if (whole > MAX_MESSAGE || from + part > whole || part > end - at - MESSAGE_HEADER) {
        return false;
      }
      at += MESSAGE_HEADER + part;
    }
    return at == end && length > 0;
  }

  private static int epoch(byte[] bytes, int record) {
    return uint16(bytes, record + 3);
  }

  private static int uint16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  private static int uint24(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 16 | uint16(bytes, at + 1);
  }
}
