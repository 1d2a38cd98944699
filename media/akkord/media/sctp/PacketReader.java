package akkord.media.sctp;

import akkord.media.net.Bytes;
import java.util.zip.CRC32C;

/** Walks over the chunks of one packet (RFC 9260 3); reused for the next. */
final class PacketReader {
  /** Bytes of the common header. */
  static final int HEADER = 12;

  private static final int CHECKSUM = 8;
  private static final byte[] ZERO = new byte[4];

  private final CRC32C crc = new CRC32C();
  private byte[] bytes;
  private int start;
  private int end;
  private int at;
  private int following;

  /** Takes a packet; false if its chunks do not fill it exactly. */
  boolean begin(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    start = offset;
    end = offset + length;
    following = offset + HEADER;
    at = following;
    return length >= HEADER + ChunkType.HEADER && wellFormed();
  }

  private boolean wellFormed() {
    int chunk = following;
    while (chunk < end) {
      if (end - chunk < ChunkType.HEADER) {
        return false;
      }
      int length = Bytes.getShort(bytes, chunk + 2);
      if (length < ChunkType.HEADER || length > end - chunk) {
        return false;
      }
      chunk += ChunkType.padded(length);
    }
    return true;
  }

  /** Whether the checksum field is zero (RFC 9653). */
  boolean zeroChecksum() {
    return Bytes.getInt(bytes, start + CHECKSUM) == 0;
  }

  /** Whether the checksum is that of the packet. */
  boolean checksumMatches() {
    return Bytes.getInt(bytes, start + CHECKSUM) == checksum(crc, bytes, start, end - start);
  }

  /** CRC32c of a packet as it is written, its own field counted as zero (RFC 9260 appendix A). */
  static int checksum(CRC32C crc, byte[] bytes, int offset, int length) {
    crc.reset();
    crc.update(bytes, offset, CHECKSUM);
    crc.update(ZERO, 0, ZERO.length);
    crc.update(bytes, offset + HEADER, length - HEADER);
    return Integer.reverseBytes((int) crc.getValue());
  }

  int sourcePort() {
    return Bytes.getShort(bytes, start);
  }

  int tag() {
    return Bytes.getInt(bytes, start + 4);
  }

  /** Type of the first chunk, before {@link #next}. */
  int firstType() {
    return Bytes.getByte(bytes, start + HEADER);
  }

  /** Flags of the first chunk. */
  int firstFlags() {
    return Bytes.getByte(bytes, start + HEADER + 1);
  }

  /** Whether the packet holds one chunk only. */
  boolean single() {
    return start + HEADER + ChunkType.padded(Bytes.getShort(bytes, start + HEADER + 2)) >= end;
  }

  /** Goes to the next chunk; false behind the last. */
  boolean next() {
    if (following >= end) {
      return false;
    }
    at = following;
    following = at + ChunkType.padded(Bytes.getShort(bytes, at + 2));
    return true;
  }

  int type() {
    return Bytes.getByte(bytes, at);
  }

  int flags() {
    return Bytes.getByte(bytes, at + 1);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the chunk's value begins. */
  int value() {
    return at + ChunkType.HEADER;
  }

  /** Bytes of the chunk's value, without padding. */
  int valueLength() {
    return Bytes.getShort(bytes, at + 2) - ChunkType.HEADER;
  }
}
