package akkord.media.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Packets of one local address on their way into one {@code sendmmsg}. Neighbours of one
 * destination and size share a message, which the kernel cuts up again ({@code UDP_SEGMENT}); only
 * the last of them may be shorter.
 */
final class SendBatch {
  /** Datagrams of one message: the kernel's limit. */
  static final int MAX_SEGMENTS = 64;

  private static final int MESSAGES = 128;
  private static final int SLAB = 1 << 17;
  private static final int MAX_MESSAGE_BYTES = 64_000;

  private final LinuxEndpoint endpoint;
  private final HostUdpSocket counts;
  private final MessageHeaders headers = new MessageHeaders(MESSAGES);
  private final MemorySegment slab = Arena.ofAuto().allocate(SLAB, 64);
  private final int[] starts = new int[MESSAGES];
  private final int[] sizes = new int[MESSAGES];
  private final int[] segmentSizes = new int[MESSAGES];
  private final int[] segments = new int[MESSAGES];
  private boolean segmentation;
  private int messages;
  private int used;
  private Packet last;

  /**
   * @param counts hears what became of each packet
   * @param segmentation whether packets may share a message
   */
  SendBatch(LinuxEndpoint endpoint, HostUdpSocket counts, boolean segmentation) {
    this.endpoint = endpoint;
    this.counts = counts;
    this.segmentation = segmentation;
  }

  /** Adds a packet; what was added before leaves now if there is no room. */
  void add(Packet packet) {
    if (messages > 0 && joinsLatest(packet)) {
      append(messages - 1, packet);
    } else {
      open(packet);
    }
  }

  private boolean joinsLatest(Packet packet) {
    int latest = messages - 1;
    return segmentation
        && packet.length <= segmentSizes[latest]
        && last.length == segmentSizes[latest]
        && segments[latest] < MAX_SEGMENTS
        && packet.length > 0
        && sizes[latest] + packet.length <= MAX_MESSAGE_BYTES
        && used + packet.length <= SLAB
        && Destinations.same(last, packet);
  }

  private void open(Packet packet) {
    if (messages == MESSAGES || used + packet.length > SLAB) {
      transmit();
    }
    int message = messages;
    if (!endpoint
        .addresses()
        .write(packet.remote, headers.addresses(), MessageHeaders.addressAt(message))) {
      counts.refused(1);
      return;
    }
    headers.addressLength(message, endpoint.addresses().length());
    messages++;
    starts[message] = used;
    sizes[message] = 0;
    segments[message] = 0;
    segmentSizes[message] = packet.length;
    append(message, packet);
  }

  private void append(int message, Packet packet) {
    MemorySegment.copy(packet.bytes, packet.offset, slab, JAVA_BYTE, used, packet.length);
    used += packet.length;
    sizes[message] += packet.length;
    segments[message]++;
    last = packet;
  }

  /** How many messages wait; for tests. */
  int messages() {
    return messages;
  }

  /** Sends what was added. */
  void transmit() {
    for (int i = 0; i < messages; i++) {
      headers.payload(i, slab.address() + starts[i], sizes[i]);
      headers.segmentSize(i, segments[i] > 1 ? segmentSizes[i] : 0);
    }
    int from = 0;
    while (from < messages) {
      int sent = endpoint.send(headers.address(from), messages - from);
      for (int i = 0; i < sent; i++, from++) {
        counts.sent(segments[from], sizes[from]);
      }
      if (sent < 0) {
        failed(from++);
      }
    }
    messages = 0;
    used = 0;
    last = null;
  }

  /**
   * Whether packets that shared a message may pass one by one. EIO: the device cannot checksum;
   * EINVAL, or EMSGSIZE on newer kernels: the path is too narrow for one of them.
   */
  private static boolean isOfSegmentation(int errno) {
    return errno == LinuxCalls.EIO || errno == LinuxCalls.EINVAL || errno == LinuxCalls.EMSGSIZE;
  }

  /** A message that the kernel did not take: it may be the segmentation that it cannot do. */
  private void failed(int message) {
    int errno = endpoint.errno();
    if (segments[message] == 1) {
      sendNarrow(message, sizes[message], errno);
    } else if (isOfSegmentation(errno)) {
      segmentation &= errno != LinuxCalls.EIO;
      sendApart(message);
    } else {
      counts.refused(segments[message]);
    }
  }

  private void sendApart(int message) {
    headers.segmentSize(message, 0);
    int end = starts[message] + sizes[message];
    for (int at = starts[message]; at < end; at += segmentSizes[message]) {
      int size = Math.min(segmentSizes[message], end - at);
      headers.payload(message, slab.address() + at, size);
      if (endpoint.send(headers.address(message), 1) == 1) {
        counts.sent(1, size);
      } else {
        sendNarrow(message, size, endpoint.errno());
      }
    }
  }

  /** A message of one packet that the kernel did not take: perhaps it does not fit the path. */
  private void sendNarrow(int message, int size, int errno) {
    if (errno == LinuxCalls.EMSGSIZE && endpoint.sendInFragments(headers.address(message)) == 1) {
      counts.sent(1, size);
    } else {
      counts.refused(1);
    }
  }
}
