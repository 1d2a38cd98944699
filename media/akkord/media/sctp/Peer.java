package akkord.media.sctp;

import akkord.media.net.Bytes;

/**
 * What an INIT or INIT ACK says (RFC 9260 3.3.2), and the extensions it offers.
 *
 * @param tag to be put in every packet to its sender
 * @param window its receive window, in bytes
 * @param outStreams streams it wants to send on
 * @param inStreams streams it takes
 * @param firstTsn its first TSN
 * @param extensions bits of those below
 */
record Peer(int tag, int window, int outStreams, int inStreams, int firstTsn, int extensions) {
  /** Partial reliability (RFC 3758). */
  static final int FORWARD_TSN = 1;

  /** Stream reset (RFC 6525). */
  static final int RE_CONFIG = 2;

  /** Takes packets without checksum over DTLS (RFC 9653). */
  static final int ZERO_CHECKSUM = 4;

  /** Messages that interleave (RFC 8260). */
  static final int I_DATA = 8;

  /** Their partial reliability (RFC 8260 2.3). */
  static final int I_FORWARD_TSN = 16;

  /** What we offer. */
  static final int ALL = FORWARD_TSN | RE_CONFIG | ZERO_CHECKSUM | I_DATA | I_FORWARD_TSN;

  /** Bytes before the parameters. */
  static final int FIXED = 16;

  private static final int COOKIE_PARAMETER = 7;
  private static final int ZERO_CHECKSUM_PARAMETER = 0x8001;
  private static final int SUPPORTED_EXTENSIONS = 0x8008;
  private static final int FORWARD_TSN_PARAMETER = 0xC000;
  private static final int OVER_DTLS = 1;

  /** Reads a chunk's value; null if it is not valid. */
  static Peer read(byte[] bytes, int at, int length) {
    if (length < FIXED) {
      return null;
    }
    int extensions = 0;
    for (int p = at + FIXED; p + 4 <= at + length; ) {
      int size = Bytes.getShort(bytes, p + 2);
      if (size < 4 || size > at + length - p) {
        return null;
      }
      extensions |= extension(bytes, p, size);
      p += ChunkType.padded(size);
    }
    Peer peer =
        new Peer(
            Bytes.getInt(bytes, at),
            (int) Math.min(Integer.MAX_VALUE, Bytes.getUnsignedInt(bytes, at + 4)),
            Bytes.getShort(bytes, at + 8),
            Bytes.getShort(bytes, at + 10),
            Bytes.getInt(bytes, at + 12),
            extensions);
    return peer.tag == 0 || peer.outStreams == 0 || peer.inStreams == 0 ? null : peer;
  }

  private static int extension(byte[] bytes, int at, int size) {
    int type = Bytes.getShort(bytes, at);
    if (type == FORWARD_TSN_PARAMETER) {
      return FORWARD_TSN;
    }
    if (type == ZERO_CHECKSUM_PARAMETER) {
      return size >= 8 && Bytes.getInt(bytes, at + 4) == OVER_DTLS ? ZERO_CHECKSUM : 0;
    }
    int found = 0;
    if (type == SUPPORTED_EXTENSIONS) {
      for (int i = at + 4; i < at + size; i++) {
        found |= ofChunk(Bytes.getByte(bytes, i));
      }
    }
    return found;
  }

  private static int ofChunk(int type) {
    return switch (type) {
      case ChunkType.RE_CONFIG -> RE_CONFIG;
      case ChunkType.FORWARD_TSN -> FORWARD_TSN;
      case ChunkType.I_DATA -> I_DATA;
      case ChunkType.I_FORWARD_TSN -> I_FORWARD_TSN;
      default -> 0;
    };
  }

  /** Where the cookie parameter of an INIT ACK's value lies; -1 if there is none. */
  static int cookie(byte[] bytes, int at, int length) {
    for (int p = at + FIXED; p + 4 <= at + length; ) {
      int size = Bytes.getShort(bytes, p + 2);
      if (Bytes.getShort(bytes, p) == COOKIE_PARAMETER) {
        return p;
      }
      p += ChunkType.padded(Math.max(4, size));
    }
    return -1;
  }

  /** Writes this as an INIT or, with a cookie, an INIT ACK. */
  void write(PacketWriter packet, byte[] cookie) {
    packet.chunk(cookie == null ? ChunkType.INIT : ChunkType.INIT_ACK, 0);
    packet.int32(tag);
    packet.int32(window);
    packet.int16(outStreams);
    packet.int16(inStreams);
    packet.int32(firstTsn);
    if (cookie != null) {
      packet.int16(COOKIE_PARAMETER);
      packet.int16(4 + cookie.length);
      packet.bytes(cookie, 0, cookie.length);
      packet.pad();
    }
    packet.int16(FORWARD_TSN_PARAMETER);
    packet.int16(4);
    packet.int16(SUPPORTED_EXTENSIONS);
    packet.int16(8);
    packet.int8(ChunkType.RE_CONFIG);
    packet.int8(ChunkType.FORWARD_TSN);
    packet.int8(ChunkType.I_DATA);
    packet.int8(ChunkType.I_FORWARD_TSN);
    packet.int16(ZERO_CHECKSUM_PARAMETER);
    packet.int16(8);
    packet.int32(OVER_DTLS);
    packet.endChunk();
  }

  boolean has(int extension) {
    return (extensions & extension) != 0;
  }
}
