package akkord.media.rtp;

import akkord.media.net.Packet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A reusable view of an RTP packet (RFC 3550 5.1) with header extensions in the one-byte or
 * two-byte form (RFC 8285). Offsets are absolute indexes into {@link Packet#bytes}.
 *
 * <p>Getters may be called only after {@link #wrap} returned true.
 */
public final class RtpPacket {
  /** Bytes of the fixed header. */
  public static final int FIXED_HEADER = 12;

  /** The extension id that ends a one-byte extension block. */
  public static final int RESERVED_EXTENSION_ID = 15;

  /** The profile of one-byte extension headers. */
  public static final int ONE_BYTE_PROFILE = 0xBEDE;

  /** The profile of two-byte extension headers, its low four bits being application bits. */
  public static final int TWO_BYTE_PROFILE = 0x1000;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private Packet packet;
  private byte[] bytes;
  private int start;
  private int extensionStart;
  private int extensionEnd;
  private int profile;
  private int payloadOffset;
  private int payloadLength;

  /**
   * Looks at the bytes of interest of {@code packet}, which must be plain RTP.
   *
   * @return false if version, CSRC list, extension block or padding do not fit the length
   */
  public boolean wrap(Packet packet) {
    this.packet = packet;
    bytes = packet.bytes;
    start = packet.offset;
    int end = start + packet.length;
    if (packet.length < FIXED_HEADER || (bytes[start] & 0xC0) != 0x80) {
      return false;
    }
    int at = start + FIXED_HEADER + 4 * csrcCount();
    extensionStart = at;
    extensionEnd = at;
    profile = 0;
    if (hasExtension()) {
      if (at + 4 > end) {
        return false;
      }
      profile = getShort(bytes, at);
      extensionStart = at + 4;
      extensionEnd = extensionStart + 4 * getShort(bytes, at + 2);
      at = extensionEnd;
    }
    if (at > end) {
      return false;
    }
    int padding = 0;
    if (hasPadding()) {
      padding = at < end ? bytes[end - 1] & 0xFF : 0;
      if (padding == 0) {
        return false;
      }
    }
    payloadOffset = at;
    payloadLength = end - padding - at;
    return payloadLength >= 0;
  }

  /** The wrapped packet. */
  public Packet packet() {
    return packet;
  }

  /** The P bit. */
  public boolean hasPadding() {
    return (bytes[start] & 0x20) != 0;
  }

  /** The X bit. */
  public boolean hasExtension() {
    return (bytes[start] & 0x10) != 0;
  }

  /** Number of contributing sources, 0..15. */
  public int csrcCount() {
    return bytes[start] & 0x0F;
  }

  /** The contributing source at {@code index}, unsigned 32 bits. */
  public long csrc(int index) {
    return getInt(bytes, start + FIXED_HEADER + 4 * index) & 0xFFFFFFFFL;
  }

  /** The marker bit. */
  public boolean marker() {
    return (bytes[start + 1] & 0x80) != 0;
  }

  /** Sets the marker bit. */
  public void marker(boolean marker) {
    bytes[start + 1] = (byte) (payloadType() | (marker ? 0x80 : 0));
  }

  /** Payload type, 0..127. */
  public int payloadType() {
    return bytes[start + 1] & 0x7F;
  }

  /** Sets the payload type, 0..127. */
  public void payloadType(int payloadType) {
    bytes[start + 1] = (byte) ((bytes[start + 1] & 0x80) | (payloadType & 0x7F));
  }

  /** Sequence number, 0..65535. */
  public int sequenceNumber() {
    return getShort(bytes, start + 2);
  }

  /** Sets the sequence number; the low 16 bits count. */
  public void sequenceNumber(int sequenceNumber) {
    putShort(bytes, start + 2, sequenceNumber);
  }

  /** Timestamp in ticks of the codec's clock, as a wrapping signed 32-bit number. */
  public int timestamp() {
    return getInt(bytes, start + 4);
  }

  /** Sets the timestamp. */
  public void timestamp(int timestamp) {
    putInt(bytes, start + 4, timestamp);
  }

  /** Synchronisation source, unsigned 32 bits. */
  public long ssrc() {
    return getInt(bytes, start + 8) & 0xFFFFFFFFL;
  }

  /** Sets the synchronisation source; the low 32 bits count. */
  public void ssrc(long ssrc) {
    putInt(bytes, start + 8, (int) ssrc);
  }

  /** Where the payload starts; header length is this minus {@code packet().offset}. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** Bytes of payload without padding; 0 for a padding-only packet. */
  public int payloadLength() {
    return payloadLength;
  }

  /**
   * Where the data of the extension element {@code id} starts.
   *
   * @param id 1..255; 0 finds nothing
   * @return an index into {@code packet().bytes}, -1 if absent or malformed
   */
  public int extension(int id) {
    if (id <= 0) {
      return -1;
    }
    int at = firstExtension();
    while (at >= 0) {
      if (extensionId(at) == id) {
        return at;
      }
      at = nextExtension(at);
    }
    return -1;
  }

  /** Where the data of the first extension element starts, -1 if there is none. */
  public int firstExtension() {
    return elementFrom(extensionStart);
  }

  /** Where the data of the element after the one at {@code dataOffset} starts, -1 if none. */
  public int nextExtension(int dataOffset) {
    return elementFrom(dataOffset + extensionLength(dataOffset));
  }

  /** The id of the element whose data start at {@code dataOffset}. */
  public int extensionId(int dataOffset) {
    return isOneByte() ? (bytes[dataOffset - 1] & 0xF0) >> 4 : bytes[dataOffset - 2] & 0xFF;
  }

  /** Bytes of data, 0..255, of the element whose data start at {@code dataOffset}. */
  public int extensionLength(int dataOffset) {
    return isOneByte() ? (bytes[dataOffset - 1] & 0x0F) + 1 : bytes[dataOffset - 1] & 0xFF;
  }

  private boolean isOneByte() {
    return profile == ONE_BYTE_PROFILE;
  }

  private int elementFrom(int from) {
    int at = from;
    while (at < extensionEnd && bytes[at] == 0) {
      at++;
    }
    int data;
    if (isOneByte()) {
      data = at + 1;
      if (at >= extensionEnd || (bytes[at] & 0xF0) >> 4 == RESERVED_EXTENSION_ID) {
        return -1;
      }
    } else if ((profile & 0xFFF0) == TWO_BYTE_PROFILE) {
      data = at + 2;
      if (data > extensionEnd) {
        return -1;
      }
    } else {
      return -1;
    }
    return data + extensionLength(data) <= extensionEnd ? data : -1;
  }

  static int getShort(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at) & 0xFFFF;
  }

  static void putShort(byte[] bytes, int at, int value) {
    SHORT.set(bytes, at, (short) value);
  }

  static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static void putInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }
}
