package akkord.media.sctp;

import akkord.media.net.Bytes;
import java.util.zip.CRC32C;

/**
 * Writes one packet after the other into the same bytes. The associations of one thread share one:
 * a packet is begun and sent within one call, and its bytes stay in the processor's cache.
 */
public final class PacketWriter {
  /** Largest packet, in bytes: what fits a 1200-byte datagram under any DTLS cipher. */
  static final int MTU = 1148;

  private final byte[] bytes = new byte[MTU];
  private final CRC32C crc = new CRC32C();
  private int length;
  private int chunk;

  /** Starts a packet. */
  void begin(int sourcePort, int destinationPort, int tag) {
    Bytes.putShort(bytes, 0, sourcePort);
    Bytes.putShort(bytes, 2, destinationPort);
    Bytes.putInt(bytes, 4, tag);
    Bytes.putInt(bytes, 8, 0);
    length = PacketReader.HEADER;
  }

  boolean isEmpty() {
    return length == PacketReader.HEADER;
  }

  /** Bytes left for a chunk with its header. */
  int room() {
    return MTU - length;
  }

  /** Starts a chunk; there must be room. */
  void chunk(int type, int flags) {
    chunk = length;
    Bytes.putByte(bytes, chunk, type);
    Bytes.putByte(bytes, chunk + 1, flags);
    length += ChunkType.HEADER;
  }

  void int8(int value) {
    Bytes.putByte(bytes, length, value);
    length++;
  }

  void int16(int value) {
    Bytes.putShort(bytes, length, value);
    length += 2;
  }

  void int32(int value) {
    Bytes.putInt(bytes, length, value);
    length += 4;
  }

  void bytes(byte[] from, int offset, int count) {
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  /** Pads to a multiple of four. */
  void pad() {
    while ((length & 3) != 0) {
      bytes[length++] = 0;
    }
  }

  /** Where the next byte goes. */
  int at() {
    return length;
  }

  /** Writes two bytes where they were left out. */
  void int16At(int at, int value) {
    Bytes.putShort(bytes, at, value);
  }

  int int16At(int at) {
    return Bytes.getShort(bytes, at);
  }

  /** Writes four bytes again. */
  void int32At(int at, int value) {
    Bytes.putInt(bytes, at, value);
  }

  /** Ends a chunk: its length and padding. */
  void endChunk() {
    Bytes.putShort(bytes, chunk + 2, length - chunk);
    pad();
  }

  /** Writes the checksum, or leaves it zero where the peer takes that (RFC 9653). */
  void finish(boolean zeroChecksum) {
    if (!zeroChecksum) {
      Bytes.putInt(bytes, 8, PacketReader.checksum(crc, bytes, 0, length));
    }
  }

  /** The packet from index 0, lent until {@link #begin}. */
  byte[] packet() {
    return bytes;
  }

  int length() {
    return length;
  }
}
