package akkord.media.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@link UdpSocket} by {@code recvmmsg} and {@code sendmmsg}: many packets a system call, and those
 * of one frame to one subscriber in one pass through the network stack.
 */
final class LinuxUdpSocket extends HostUdpSocket {
  private static final int POLL = 8;
  private static final int REVENTS = 6;

  /**
   * Turns that receive something begin so far apart, ns: waking up for each of a hundred
   * acknowledgements costs more than they do. What comes alone waits for nothing.
   */
  static final long INTERVAL = 500_000;

  private static final boolean SUPPORTED = load();

  private final LinuxEndpoint[] endpoints;
  private final SendBatch[] batches;
  private final LinuxCalls calls = new LinuxCalls();
  private final Destinations destinations = new Destinations();
  private final int[] order = new int[QUEUE_CAPACITY];
  private final ReceiveBatch receiver = new ReceiveBatch();
  private final MemorySegment polls;

  /** Which endpoints may have something; the others are not asked. */
  private final boolean[] readable;

  private final MemorySegment timeout = Arena.ofAuto().allocate(16, 8);
  private final MemorySegment word = Arena.ofAuto().allocate(8, 8);
  private final MemorySegment one = Arena.ofAuto().allocate(8, 8);
  private final AtomicBoolean awake = new AtomicBoolean();
  private final Object closing = new Object();
  private final int port;
  private final boolean smallBuffers;
  private final int wakeups;
  private boolean closed;
  private int firstEndpoint;
  private boolean moreToRead;
  private boolean received;
  private long awokeAt = System.nanoTime();

  private LinuxUdpSocket(List<LinuxEndpoint> open, int bufferBytes, boolean segmentation)
      throws IOException {
    endpoints = open.toArray(LinuxEndpoint[]::new);
    batches =
        open.stream()
            .map(each -> new SendBatch(each, this, segmentation))
            .toArray(SendBatch[]::new);
    readable = new boolean[endpoints.length];
    Arrays.fill(readable, true);
    port = endpoints[0].port();
    smallBuffers = open.stream().anyMatch(each -> each.hasSmallerBuffersThan(bufferBytes));
    wakeups = calls.eventfd();
    if (wakeups < 0) {
      open.forEach(LinuxEndpoint::close);
      throw new IOException("cannot open an eventfd: " + LinuxCalls.describe(calls.errno()));
    }
    one.set(JAVA_LONG, 0, 1);
    polls = Arena.ofAuto().allocate((long) POLL * (endpoints.length + 1), 8);
    watch(endpoints.length, wakeups);
    for (int i = 0; i < endpoints.length; i++) {
      watch(i, endpoints[i].fd());
    }
  }

  private void watch(int index, int fd) {
    polls.set(JAVA_INT, (long) POLL * index, fd);
    polls.set(JAVA_SHORT, (long) POLL * index + 4, (short) LinuxCalls.POLLIN);
  }

  /** Whether this is a Linux whose structures look as {@link MessageHeaders} lays them out. */
  static boolean isSupported() {
    return SUPPORTED;
  }

  private static boolean load() {
    if (!System.getProperty("os.name").equals("Linux")
        || ValueLayout.ADDRESS.byteSize() != 8
        || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      return false;
    }
    try {
      new LinuxCalls();
      return true;
    } catch (LinkageError | UnsupportedOperationException | IllegalCallerException e) {
      return false;
    }
  }

  /** See {@link HostUdpSocket#bind}. */
  static LinuxUdpSocket open(
      List<InetAddress> addresses, int port, int bufferBytes, boolean segmentation)
      throws IOException {
    return new LinuxUdpSocket(
        openAll(addresses, port, new Endpoints(bufferBytes)), bufferBytes, segmentation);
  }

  private record Endpoints(int bufferBytes) implements Opener<LinuxEndpoint> {
    @Override
    public LinuxEndpoint open(InetSocketAddress address) throws IOException {
      return LinuxEndpoint.open(address, bufferBytes);
    }

    @Override
    public int portOf(LinuxEndpoint endpoint) {
      return endpoint.port();
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public boolean smallBuffers() {
    return smallBuffers;
  }

  @Override
  public void awaitReadable(long untilNanos) {
    if (moreToRead) {
      Arrays.fill(readable, true); // one that is flooded does not keep the others waiting
      return;
    }
    long now = System.nanoTime();
    long pause = Math.min(awokeAt + INTERVAL, untilNanos) - now;
    boolean isPaused = received && pause > 0;
    if (isPaused && poll(endpoints.length, pause)) {
      Arrays.fill(readable, true); // what came meanwhile is served in the same turn
    } else {
      poll(0, untilNanos - (isPaused ? System.nanoTime() : now));
      for (int i = 0; i < endpoints.length; i++) {
        readable[i] |= polls.get(JAVA_SHORT, (long) POLL * i + REVENTS) != 0;
      }
    }
    received = false;
    awokeAt = System.nanoTime();
  }

  /**
   * Waits for the descriptors from index {@code first} on; the last is that of wakeups.
   *
   * @return whether it was woken up
   */
  private boolean poll(int first, long nanos) {
    long wait = Math.max(0, nanos);
    timeout.set(JAVA_LONG, 0, wait / 1_000_000_000);
    timeout.set(JAVA_LONG, 8, wait % 1_000_000_000);
    long last = (long) POLL * endpoints.length;
    calls.ppoll(
        polls.address() + (long) POLL * first, endpoints.length + 1 - first, timeout.address());
    if (polls.get(JAVA_SHORT, last + REVENTS) == 0) {
      return false;
    }
    polls.set(JAVA_SHORT, last + REVENTS, (short) 0);
    LinuxCalls.read(wakeups, word.address(), 8);
    awake.set(false);
    return true;
  }

  @Override
  public int receive(Packet[] batch) {
    int count = 0;
    for (int i = 0; i < endpoints.length && count < batch.length; i++) {
      int local = (firstEndpoint + i) % endpoints.length;
      if (readable[local]) {
        int before = count;
        count = receiver.receive(endpoints[local], local, batch, count);
        readable[local] = count > before;
      }
    }
    firstEndpoint = (firstEndpoint + 1) % endpoints.length;
    moreToRead = count == batch.length;
    received |= count > 0;
    return count;
  }

  @Override
  void transmit(Packet[] packets, int count) {
    destinations.sort(packets, count, order);
    for (int i = 0; i < count; i++) {
      Packet packet = packets[order[i]];
      batches[packet.local < batches.length ? packet.local : 0].add(packet);
    }
    for (SendBatch batch : batches) {
      batch.transmit();
    }
  }

  @Override
  public long packetsOverflowed() {
    long packets = 0;
    for (LinuxEndpoint endpoint : endpoints) {
      packets += endpoint.overflowed();
    }
    return packets;
  }

  @Override
  public void wakeup() {
    if (awake.compareAndSet(false, true)) {
      synchronized (closing) {
        if (!closed) {
          LinuxCalls.write(wakeups, one.address(), 8);
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (closing) {
      if (closed) {
        return;
      }
      closed = true;
      LinuxCalls.close(wakeups);
    }
    for (LinuxEndpoint endpoint : endpoints) {
      endpoint.close();
    }
  }
}
