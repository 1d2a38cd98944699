package akkord.media.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr} of 64-bit Linux, each with one {@code iovec}, an address and
 * room for the control message that {@code UDP_SEGMENT} takes.
 */
final class MessageHeaders {
  private static final int HEADER = 64;
  private static final int IOVEC = 16;
  private static final int CONTROL = 24;

  private static final int NAME_LENGTH_AT = 8;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int RECEIVED_AT = 56;

  private static final int CONTROL_USED = 18;
  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;

  private final MemorySegment headers;
  private final MemorySegment iovecs;
  private final MemorySegment controls;
  private final MemorySegment addresses;

  MessageHeaders(int count) {
    Arena arena = Arena.ofAuto();
    headers = arena.allocate((long) HEADER * count, 8);
    iovecs = arena.allocate((long) IOVEC * count, 8);
    controls = arena.allocate((long) CONTROL * count, 8);
    addresses = arena.allocate((long) SocketAddresses.SIZE * count, 8);
    for (int i = 0; i < count; i++) {
      long header = (long) HEADER * i;
      headers.set(JAVA_LONG, header, addresses.address() + addressAt(i));
      headers.set(JAVA_LONG, header + 16, iovecs.address() + (long) IOVEC * i);
      headers.set(JAVA_LONG, header + 24, 1);
      headers.set(JAVA_LONG, header + 32, controls.address() + (long) CONTROL * i);
      controls.set(JAVA_LONG, (long) CONTROL * i, CONTROL_USED);
      controls.set(JAVA_INT, (long) CONTROL * i + 8, SOL_UDP);
      controls.set(JAVA_INT, (long) CONTROL * i + 12, UDP_SEGMENT);
    }
  }

  /** Native address of header {@code i} and those that follow it. */
  long address(int i) {
    return headers.address() + (long) HEADER * i;
  }

  /** Where the addresses lie: that of header {@code i} at {@link #addressAt}. */
  MemorySegment addresses() {
    return addresses;
  }

  static long addressAt(int i) {
    return (long) SocketAddresses.SIZE * i;
  }

  void addressLength(int i, int length) {
    headers.set(JAVA_INT, (long) HEADER * i + NAME_LENGTH_AT, length);
  }

  /**
   * @param buffer native address of the payload
   */
  void payload(int i, long buffer, long length) {
    iovecs.set(JAVA_LONG, (long) IOVEC * i, buffer);
    iovecs.set(JAVA_LONG, (long) IOVEC * i + 8, length);
  }

  /** Has the kernel cut the payload into datagrams of {@code size} bytes; 0 to send it as one. */
  void segmentSize(int i, int size) {
    headers.set(JAVA_LONG, (long) HEADER * i + CONTROL_LENGTH_AT, size == 0 ? 0 : CONTROL);
    controls.set(JAVA_SHORT, (long) CONTROL * i + 16, (short) size);
  }

  /** Bytes that the kernel put into message {@code i}. */
  int received(int i) {
    return headers.get(JAVA_INT, (long) HEADER * i + RECEIVED_AT);
  }
}
