package akkord.media.net;

import java.net.InetSocketAddress;

/**
 * One datagram in a reusable buffer. The bytes of interest are {@code bytes[offset .. offset +
 * length)}; layers move {@code offset} and {@code length} as they strip or append.
 *
 * <p>A packet belongs to the worker thread that filled it, until the call that lent it returns.
 */
public final class Packet {
  /** Bytes a packet can hold: an Ethernet datagram with room for an SRTP tag and extensions. */
  public static final int CAPACITY = 2048;

  /** The buffer, never replaced. */
  public final byte[] bytes = new byte[CAPACITY];

  /** First byte of interest. */
  public int offset;

  /** Number of bytes of interest. */
  public int length;

  /** Who sent it, or where it goes. */
  public InetSocketAddress remote;

  /** Which local address it came to or leaves from: an index into the worker's addresses. */
  public int local;

  /** Forgets the content. */
  public void clear() {
    offset = 0;
    length = 0;
    remote = null;
    local = 0;
  }

  /** Copies the bytes of interest of {@code other}, to this packet's offset 0. */
  public void copyOf(Packet other) {
    System.arraycopy(other.bytes, other.offset, bytes, 0, other.length);
    offset = 0;
    length = other.length;
    remote = other.remote;
    local = other.local;
  }
}
