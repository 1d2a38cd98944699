package akkord.media.ice;

import akkord.media.net.Packet;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A flyweight over one STUN message (RFC 8489 5, 14): {@link #parse} remembers where the attributes
 * of a connectivity check lie and copies nothing. Usable until the bytes change; parse again for
 * the next message. Writing is {@link StunWriter}'s.
 */
public final class StunMessage {
  /** Bytes before the first attribute. */
  public static final int HEADER_LENGTH = 20;

  /** Fixed value of bytes 4..7. */
  public static final int MAGIC_COOKIE = 0x2112A442;

  /** Message types: method Binding with each class. */
  public static final int BINDING_REQUEST = 0x0001;

  /** A Binding indication, which is never answered. */
  public static final int BINDING_INDICATION = 0x0011;

  /** A Binding success response. */
  public static final int BINDING_SUCCESS = 0x0101;

  /** A Binding error response. */
  public static final int BINDING_ERROR = 0x0111;

  static final int FINGERPRINT_XOR = 0x5354554E;
  private static final int ATTRIBUTE_HEADER = 4;
  private static final int FINGERPRINT_LENGTH = 4;
  private static final int MAX_USERNAME = 513;

  private final CRC32 crc = new CRC32();
  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private int username;
  private int usernameLength;
  private int integrity;
  private int fingerprint;
  private boolean controlled;
  private int unknownRequired;
  private boolean useCandidate;

  /**
   * Whether {@code length} bytes at {@code offset} carry the header of a STUN message that fills
   * them exactly: two zero bits, magic cookie, a length that is true and a multiple of four.
   */
  public static boolean isStun(byte[] bytes, int offset, int length) {
    return length >= HEADER_LENGTH
        && (bytes[offset] & 0xC0) == 0
        && int32(bytes, offset + 4) == MAGIC_COOKIE
        && (length & 3) == 0
        && uint16(bytes, offset + 2) == length - HEADER_LENGTH;
  }

  /**
   * Our ufrag in a Binding request: the USERNAME up to its colon. Nothing is verified.
   *
   * @return null if this is no Binding request or has no such attribute
   */
  public static String localUfrag(Packet packet) {
    byte[] bytes = packet.bytes;
    int offset = packet.offset;
    if (!isStun(bytes, offset, packet.length) || uint16(bytes, offset) != BINDING_REQUEST) {
      return null;
    }
    int end = offset + packet.length;
    int at = offset + HEADER_LENGTH;
    while (at + ATTRIBUTE_HEADER <= end) {
      int length = uint16(bytes, at + 2);
      int value = at + ATTRIBUTE_HEADER;
      if (length > end - value) {
        return null;
      }
      if (uint16(bytes, at) == StunAttribute.USERNAME) {
        int colon = colon(bytes, value, length);
        return colon < 0
            ? null
            : new String(bytes, value, colon - value, StandardCharsets.ISO_8859_1);
      }
      at = value + padded(length);
    }
    return null;
  }

  /**
   * Reads a message.
   *
   * @return false if the bytes are no STUN message, an attribute exceeds the message, has a length
   *     its type forbids, or something follows FINGERPRINT
   */
  public boolean parse(byte[] bytes, int offset, int length) {
    reset();
    if (!isStun(bytes, offset, length)) {
      return false;
    }
    this.bytes = bytes;
    this.start = offset;
    this.end = offset + length;
    int at = offset + HEADER_LENGTH;
    while (at < end) {
      int valueLength = uint16(bytes, at + 2);
      int value = at + ATTRIBUTE_HEADER;
      if (fingerprint != 0 || valueLength > end - value) {
        return false;
      }
      if (!attribute(uint16(bytes, at), at, value, valueLength)) {
        return false;
      }
      at = value + padded(valueLength);
    }
    return true;
  }

  private void reset() {
    username = 0;
    usernameLength = 0;
    integrity = 0;
    fingerprint = 0;
    controlled = false;
    unknownRequired = -1;
    useCandidate = false;
  }

  // Offsets of attributes: 0 is "absent", since a message starts with a header.
  private boolean attribute(int type, int at, int value, int length) {
    if (type == StunAttribute.FINGERPRINT) {
      fingerprint = at;
      return length == FINGERPRINT_LENGTH;
    }
    if (integrity != 0) {
      return true; // RFC 8489 14.5: what follows is not covered, so it does not count
    }
    switch (type) {
      case StunAttribute.USERNAME -> {
        if (username == 0) {
          username = value;
          usernameLength = length;
        }
        return length <= MAX_USERNAME;
      }
      case StunAttribute.MESSAGE_INTEGRITY -> {
        integrity = at;
        return length == StunIntegrity.LENGTH;
      }
      case StunAttribute.USE_CANDIDATE -> {
        useCandidate = true;
        return length == 0;
      }
      case StunAttribute.ICE_CONTROLLED -> {
        controlled = true;
        return length == 8;
      }
      case StunAttribute.PRIORITY -> {
        return length == 4;
      }
      case StunAttribute.ICE_CONTROLLING -> {
        return length == 8;
      }
      case StunAttribute.XOR_MAPPED_ADDRESS -> {
        return length == 8 || length == 20;
      }
      case StunAttribute.ERROR_CODE -> {
        return length >= 4;
      }
      case StunAttribute.UNKNOWN_ATTRIBUTES -> {
        return (length & 1) == 0;
      }
      default -> {
        if (type < 0x8000 && unknownRequired < 0) {
          unknownRequired = type;
        }
        return true;
      }
    }
  }

  /** Method and class, for example {@link #BINDING_REQUEST}. */
  public int type() {
    return uint16(bytes, start);
  }

  /** The buffer last parsed. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the message starts in {@link #bytes}. */
  int start() {
    return start;
  }

  /** Whether USERNAME is there and {@code ufrag} stands before its colon. */
  public boolean isFor(byte[] ufrag) {
    if (username == 0 || usernameLength <= ufrag.length || bytes[username + ufrag.length] != ':') {
      return false;
    }
    for (int i = 0; i < ufrag.length; i++) {
      if (bytes[username + i] != ufrag[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether USERNAME is there and has the form {@code a:b}. */
  public boolean hasUsername() {
    return username != 0 && colon(bytes, username, usernameLength) > username;
  }

  /** Whether FINGERPRINT is there and right. */
  public boolean fingerprintMatches() {
    return fingerprint != 0
        && int32(bytes, fingerprint + ATTRIBUTE_HEADER)
            == fingerprintOf(crc, bytes, start, fingerprint);
  }

  /**
   * Whether MESSAGE-INTEGRITY is there and was made with {@code key}; compares in constant time.
   */
  public boolean integrityMatches(StunIntegrity key) {
    return integrity != 0 && key.matches(bytes, start, integrity);
  }

  /** Whether USE-CANDIDATE is there. */
  public boolean useCandidate() {
    return useCandidate;
  }

  /** Whether the sender says that it is controlled. */
  public boolean controlled() {
    return controlled;
  }

  /** The first attribute type that must be understood and is not, -1 if there is none. */
  public int unknownRequired() {
    return unknownRequired;
  }

  /** The FINGERPRINT value of a message whose FINGERPRINT attribute begins at {@code attribute}. */
  static int fingerprintOf(CRC32 crc, byte[] bytes, int start, int attribute) {
    crc.reset();
    crc.update(bytes, start, attribute - start);
    return (int) crc.getValue() ^ FINGERPRINT_XOR;
  }

  private static int colon(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == ':') {
        return i;
      }
    }
    return -1;
  }

  static int padded(int length) {
    return (length + 3) & ~3;
  }

  static int uint16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  static int int32(byte[] bytes, int at) {
    return uint16(bytes, at) << 16 | uint16(bytes, at + 2);
  }
}
