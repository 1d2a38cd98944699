package akkord.media.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** One UDP socket of Linux: a file descriptor bound to a local address. */
final class LinuxEndpoint implements Closeable {
  static final int IPPROTO_IPV6 = 41;

  private static final int IPPROTO_IP = 0;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int IP_PMTUDISC_WANT = 1;
  private static final int IP_PMTUDISC_DO = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_MEMINFO = 55;
  private static final int MEMINFO_BYTES = 36;
  private static final int MEMINFO_DROPS = 32; // its last word
  private static final int IPV6_V6ONLY = 26;

  private final LinuxCalls calls = new LinuxCalls();
  private final int fd;
  private final SocketAddresses addresses;
  private final MemorySegment option = Arena.ofAuto().allocate(JAVA_INT);
  private final MemorySegment memoryInfo = Arena.ofAuto().allocate(MEMINFO_BYTES + 4, 8);

  private LinuxEndpoint(int fd, int family) {
    this.fd = fd;
    addresses = new SocketAddresses(family);
  }

  /**
   * Opens and binds a socket. The wildcard serves IPv6 and IPv4 where the host has both.
   *
   * @throws IOException with address and port in its message
   */
  static LinuxEndpoint open(InetSocketAddress address, int bufferBytes) throws IOException {
    boolean four = address.getAddress() instanceof Inet4Address;
    if (four && address.getAddress().isAnyLocalAddress()) {
      LinuxEndpoint dual = create(LinuxCalls.AF_INET6);
      if (dual != null) {
        InetSocketAddress any = new InetSocketAddress("::", address.getPort());
        return dual.prepare(any, bufferBytes);
      }
    }
    LinuxEndpoint endpoint = create(four ? LinuxCalls.AF_INET : LinuxCalls.AF_INET6);
    if (endpoint == null) {
      throw new IOException("cannot open UDP " + where(address) + ": not supported by this host");
    }
    return endpoint.prepare(address, bufferBytes);
  }

  private static LinuxEndpoint create(int family) {
    int fd = new LinuxCalls().udpSocket(family);
    return fd < 0 ? null : new LinuxEndpoint(fd, family);
  }

  private LinuxEndpoint prepare(InetSocketAddress address, int bufferBytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      setOption(SOL_SOCKET, SO_RCVBUF, bufferBytes);
      setOption(SOL_SOCKET, SO_SNDBUF, bufferBytes);
      setOption(IPPROTO_IPV6, IPV6_V6ONLY, 0);
      discoverMtu(IP_PMTUDISC_DO);
      MemorySegment name = arena.allocate(SocketAddresses.SIZE, 8);
      addresses.write(address, name, 0);
      if (calls.bind(fd, name.address(), addresses.length()) < 0) {
        throw new IOException(
            "cannot bind UDP " + where(address) + ": " + LinuxCalls.describe(calls.errno()));
      }
      return this;
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Whether packets may be cut up on an IPv4 path, for sockets of either family. One that may be
   * needs an identification number, cut or not, and choosing it is a twentieth of what sending
   * costs.
   */
  private void discoverMtu(int how) {
    setOption(IPPROTO_IP, IP_MTU_DISCOVER, how);
  }

  private static String where(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + " port " + address.getPort();
  }

  private void setOption(int level, int name, int value) {
    option.set(JAVA_INT, 0, value);
    calls.setsockopt(fd, level, name, option.address(), 4);
  }

  /** Whether the kernel gave less than {@code bufferBytes}; it counts twice what was asked. */
  boolean hasSmallerBuffersThan(int bufferBytes) {
    return option(SO_RCVBUF) / 2 < bufferBytes || option(SO_SNDBUF) / 2 < bufferBytes;
  }

  /** Datagrams that the kernel dropped for want of room; 0 if it does not tell. */
  long overflowed() {
    memoryInfo.fill((byte) 0);
    memoryInfo.set(JAVA_INT, MEMINFO_BYTES, MEMINFO_BYTES);
    long at = memoryInfo.address();
    calls.getsockopt(fd, SOL_SOCKET, SO_MEMINFO, at, at + MEMINFO_BYTES);
    return memoryInfo.get(JAVA_INT, MEMINFO_DROPS) & 0xFFFFFFFFL;
  }

  private int option(int name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocateFrom(JAVA_INT, 4);
      calls.getsockopt(fd, SOL_SOCKET, name, value.address(), length.address());
      return value.get(JAVA_INT, 0);
    }
  }

  /** The local port. */
  int port() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(SocketAddresses.SIZE, 8);
      MemorySegment length = arena.allocateFrom(JAVA_INT, SocketAddresses.SIZE);
      calls.getsockname(fd, name.address(), length.address());
      return (name.get(JAVA_BYTE, 2) & 0xFF) << 8 | (name.get(JAVA_BYTE, 3) & 0xFF);
    }
  }

  int fd() {
    return fd;
  }

  /** Translates addresses into this socket's family and back. */
  SocketAddresses addresses() {
    return addresses;
  }

  /** How many messages the kernel took; negative if it refused the first, see {@link #errno}. */
  int send(long messages, int count) {
    int sent;
    do {
      sent = calls.sendmmsg(fd, messages, count);
    } while (sent < 0 && calls.errno() == LinuxCalls.EINTR);
    return sent;
  }

  /**
   * Sends one message that the path is too narrow for, in fragments: not what anyone wishes, but
   * the packet of a client that knows nothing of this path arrives.
   *
   * @return as {@link #send}
   */
  int sendInFragments(long message) {
    discoverMtu(IP_PMTUDISC_WANT);
    int sent = send(message, 1);
    discoverMtu(IP_PMTUDISC_DO);
    return sent;
  }

  /** How many messages there were; 0 if none or the kernel reports an error of an earlier send. */
  int receive(long messages, int count) {
    return Math.max(0, calls.recvmmsg(fd, messages, count));
  }

  int errno() {
    return calls.errno();
  }

  @Override
  public void close() {
    LinuxCalls.close(fd);
  }
}
