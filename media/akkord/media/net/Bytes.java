package akkord.media.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Network byte order (big-endian) in arrays; the caller keeps within bounds. */
public final class Bytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  /** One byte, 0..255. */
  public static int getByte(byte[] bytes, int at) {
    return bytes[at] & 0xFF;
  }

  /** Two bytes, 0..65535. */
  public static int getShort(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at) & 0xFFFF;
  }

  /** Three bytes, -2^23..2^23-1. */
  public static int getSigned24(byte[] bytes, int at) {
    return bytes[at] << 16 | getShort(bytes, at + 1);
  }

  /** Four bytes as they are. */
  public static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  /** Four bytes, 0..2^32-1. */
  public static long getUnsignedInt(byte[] bytes, int at) {
    return getInt(bytes, at) & 0xFFFFFFFFL;
  }

  /** Eight bytes as they are. */
  public static long getLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** The low 8 bits of {@code value}. */
  public static void putByte(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
  }

  /** The low 16 bits of {@code value}. */
  public static void putShort(byte[] bytes, int at, int value) {
    SHORT.set(bytes, at, (short) value);
  }

  /** The low 24 bits of {@code value}. */
  public static void put24(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 16);
    putShort(bytes, at + 1, value);
  }

  /** All of {@code value}. */
  public static void putInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  /** All of {@code value}. */
  public static void putLong(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }
}
