package akkord.media.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of the C library behind {@link LinuxUdpSocket}, one method each; pointers are longs.
 * What fails returns a negative number and leaves {@link #errno}. An instance is for one thread.
 */
final class LinuxCalls {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int POLLIN = 1;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EINVAL = 22;
  static final int EMSGSIZE = 90;

  private static final int EACCES = 13;
  private static final int EMFILE = 24;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;

  private static final int SOCK_DGRAM = 2;
  private static final int NONBLOCK_CLOEXEC = 0x80800;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = CAPTURED.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET =
      failing("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      failing("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle GETSOCKNAME =
      failing("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle SETSOCKOPT =
      failing(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle GETSOCKOPT =
      failing(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle SENDMMSG =
      failing("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
  private static final MethodHandle RECVMMSG =
      failing(
          "recvmmsg",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle PPOLL =
      failing("ppoll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle EVENTFD =
      failing("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      plain("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle WRITE =
      plain("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle CLOSE =
      plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final MemorySegment state = Arena.ofAuto().allocate(CAPTURED);

  @SuppressWarnings("restricted")
  private static MethodHandle plain(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle failing(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), type, Linker.Option.captureCallState("errno"));
  }

  /** Of the latest call that failed. */
  int errno() {
    return (int) ERRNO.get(state, 0L);
  }

  /** A UDP socket that does not block. */
  int udpSocket(int family) {
    try {
      return (int) SOCKET.invokeExact(state, family, SOCK_DGRAM | NONBLOCK_CLOEXEC, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int bind(int fd, long address, int length) {
    try {
      return (int) BIND.invokeExact(state, fd, address, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int getsockname(int fd, long address, long length) {
    try {
      return (int) GETSOCKNAME.invokeExact(state, fd, address, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int setsockopt(int fd, int level, int name, long value, int length) {
    try {
      return (int) SETSOCKOPT.invokeExact(state, fd, level, name, value, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int getsockopt(int fd, int level, int name, long value, long length) {
    try {
      return (int) GETSOCKOPT.invokeExact(state, fd, level, name, value, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** How many of {@code count} messages were sent; the first that was not may be tried alone. */
  int sendmmsg(int fd, long messages, int count) {
    try {
      return (int) SENDMMSG.invokeExact(state, fd, messages, count, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** How many messages were there. */
  int recvmmsg(int fd, long messages, int count) {
    try {
      return (int) RECVMMSG.invokeExact(state, fd, messages, count, 0, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int ppoll(long descriptors, long count, long timespec) {
    try {
      return (int) PPOLL.invokeExact(state, descriptors, count, timespec, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int eventfd() {
    try {
      return (int) EVENTFD.invokeExact(state, 0, NONBLOCK_CLOEXEC);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void read(int fd, long buffer, long length) {
    try {
      long ignored = (long) READ.invokeExact(fd, buffer, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void write(int fd, long buffer, long length) {
    try {
      long ignored = (long) WRITE.invokeExact(fd, buffer, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void close(int fd) {
    try {
      int ignored = (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What {@code errno} means, for a message to the operator. */
  static String describe(int errno) {
    return switch (errno) {
      case EACCES -> "Permission denied";
      case EADDRINUSE -> "Address already in use";
      case EADDRNOTAVAIL -> "Cannot assign requested address";
      case EMFILE -> "Too many open files";
      default -> "errno " + errno;
    };
  }

  private static IllegalStateException unexpected(Throwable e) {
    return new IllegalStateException(e);
  }
}
