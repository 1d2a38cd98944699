package akkord.media.transport;

/**
 * The header of a data track's packet (5.9), big-endian: version (3 bits), start, final and
 * extension flag (1 bit each), 10 reserved bits, handle (16), sequence number (16), frame number
 * (16), timestamp (32); with the extension flag a block of 32-bit words follows, its first 16 bits
 * being their number less one. Only the handle is the server's to read and to write.
 */
public final class DataFrame {
  /** Bytes of a header without extensions. */
  public static final int HEADER = 12;

  private static final int VERSION_SHIFT = 5;
  private static final int EXTENSION = 1 << 2;
  private static final int HANDLE = 2;
  private static final int EXTENSION_WORDS = 12;

  private DataFrame() {}

  /** Whether these bytes begin with a whole header of a version that is known here. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    if (length < HEADER || (bytes[offset] & 0xFF) >> VERSION_SHIFT != 0) {
      return false;
    }
    if ((bytes[offset] & EXTENSION) == 0) {
      return true;
    }
    return length >= EXTENSION_WORDS + 2
        && length - EXTENSION_WORDS >= 4 * (uint16(bytes, offset + EXTENSION_WORDS) + 1);
  }

  /** The handle, 0..65535. */
  public static int handle(byte[] bytes, int offset) {
    return uint16(bytes, offset + HANDLE);
  }

  /** The same packet with another handle. */
  public static byte[] withHandle(byte[] bytes, int offset, int length, int handle) {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, offset, copy, 0, length);
    copy[HANDLE] = (byte) (handle >> 8);
    copy[HANDLE + 1] = (byte) handle;
    return copy;
  }

  private static int uint16(byte[] bytes, int at) {
    return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
  }
}
