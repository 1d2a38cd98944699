package akkord.media.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Translates {@link InetSocketAddress} to {@code sockaddr_in} or {@code sockaddr_in6} and back, and
 * remembers what it translated lately: a packet to or from a known address allocates nothing.
 */
final class SocketAddresses {
  /** Bytes that one address takes in native memory at most, rounded up. */
  static final int SIZE = 32;

  private static final int ENTRIES = 1024;
  private static final int IPV4_LENGTH = 16;
  private static final int IPV6_LENGTH = 28;
  private static final int IPV6_ADDRESS = 8;
  private static final int IPV6_SCOPE = 24;
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final int family;
  private final MemorySegment natives = Arena.ofAuto().allocate((long) SIZE * ENTRIES, 8);
  private final InetSocketAddress[] encoded = new InetSocketAddress[ENTRIES];
  private final MemorySegment raw = Arena.ofAuto().allocate((long) SIZE * ENTRIES, 8);
  private final InetSocketAddress[] decoded = new InetSocketAddress[ENTRIES];

  /**
   * @param family {@link LinuxCalls#AF_INET} or {@link LinuxCalls#AF_INET6}, the socket's
   */
  SocketAddresses(int family) {
    this.family = family;
  }

  /** Bytes of an address of the socket's family. */
  int length() {
    return family == LinuxCalls.AF_INET ? IPV4_LENGTH : IPV6_LENGTH;
  }

  /** Writes {@code address}; false if the socket's family cannot express it. */
  boolean write(InetSocketAddress address, MemorySegment to, long at) {
    int entry = index(address.hashCode());
    InetSocketAddress known = encoded[entry];
    if (!address.equals(known)) {
      if (!encode(address, (long) SIZE * entry)) {
        encoded[entry] = null;
        return false;
      }
      encoded[entry] = address;
    }
    MemorySegment.copy(natives, (long) SIZE * entry, to, at, SIZE);
    return true;
  }

  private boolean encode(InetSocketAddress address, long at) {
    InetAddress ip = address.getAddress();
    if (ip == null || (family == LinuxCalls.AF_INET && !(ip instanceof Inet4Address))) {
      return false;
    }
    MemorySegment entry = natives.asSlice(at, SIZE).fill((byte) 0);
    byte[] bytes = ip.getAddress();
    entry.set(JAVA_SHORT_UNALIGNED, 0, (short) family);
    entry.set(JAVA_BYTE, 2, (byte) (address.getPort() >>> 8));
    entry.set(JAVA_BYTE, 3, (byte) address.getPort());
    if (family == LinuxCalls.AF_INET) {
      MemorySegment.copy(bytes, 0, entry, JAVA_BYTE, 4, bytes.length);
    } else if (ip instanceof Inet6Address six) {
      MemorySegment.copy(bytes, 0, entry, JAVA_BYTE, IPV6_ADDRESS, bytes.length);
      entry.set(JAVA_INT_UNALIGNED, IPV6_SCOPE, six.getScopeId());
    } else {
      MemorySegment.copy(MAPPED, 0, entry, JAVA_BYTE, IPV6_ADDRESS, MAPPED.length);
      MemorySegment.copy(bytes, 0, entry, JAVA_BYTE, IPV6_ADDRESS + MAPPED.length, bytes.length);
    }
    return true;
  }

  /** The address that the kernel wrote at {@code at}; IPv4 mapped into IPv6 comes out as IPv4. */
  InetSocketAddress read(MemorySegment from, long at) {
    int entry = index(hash(from, at));
    InetSocketAddress known = decoded[entry];
    if (known == null || !same(from, at, (long) SIZE * entry)) {
      known = decode(from, at);
      decoded[entry] = known;
      MemorySegment.copy(from, at, raw, (long) SIZE * entry, length());
    }
    return known;
  }

  private int hash(MemorySegment from, long at) {
    int port = from.get(JAVA_INT_UNALIGNED, at);
    if (family == LinuxCalls.AF_INET) {
      return port + from.get(JAVA_INT_UNALIGNED, at + 4);
    }
    long high = from.get(JAVA_LONG_UNALIGNED, at + IPV6_ADDRESS);
    return port + Long.hashCode(31 * high + from.get(JAVA_LONG_UNALIGNED, at + IPV6_ADDRESS + 8));
  }

  private boolean same(MemorySegment from, long at, long entry) {
    int port = from.get(JAVA_INT_UNALIGNED, at);
    if (port != raw.get(JAVA_INT_UNALIGNED, entry)) {
      return false;
    }
    if (family == LinuxCalls.AF_INET) {
      return from.get(JAVA_INT_UNALIGNED, at + 4) == raw.get(JAVA_INT_UNALIGNED, entry + 4);
    }
    return from.get(JAVA_LONG_UNALIGNED, at + 8) == raw.get(JAVA_LONG_UNALIGNED, entry + 8)
        && from.get(JAVA_LONG_UNALIGNED, at + 16) == raw.get(JAVA_LONG_UNALIGNED, entry + 16)
        && from.get(JAVA_INT_UNALIGNED, at + IPV6_SCOPE)
            == raw.get(JAVA_INT_UNALIGNED, entry + IPV6_SCOPE);
  }

  private InetSocketAddress decode(MemorySegment from, long at) {
    int port = (from.get(JAVA_BYTE, at + 2) & 0xFF) << 8 | (from.get(JAVA_BYTE, at + 3) & 0xFF);
    boolean four = family == LinuxCalls.AF_INET;
    byte[] ip = new byte[four ? 4 : 16];
    MemorySegment.copy(from, JAVA_BYTE, at + (four ? 4 : IPV6_ADDRESS), ip, 0, ip.length);
    try {
      int scope = four ? 0 : from.get(JAVA_INT_UNALIGNED, at + IPV6_SCOPE);
      return new InetSocketAddress(
          scope == 0 ? InetAddress.getByAddress(ip) : Inet6Address.getByAddress(null, ip, scope),
          port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes is one", e);
    }
  }

  // Fibonacci hashing: neighbouring ports and addresses do not share entries.
  private static int index(int hash) {
    return (hash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(ENTRIES) + 1);
  }
}
