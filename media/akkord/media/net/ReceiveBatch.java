package akkord.media.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Reads many datagrams of one local address with one {@code recvmmsg}. */
final class ReceiveBatch {
  private static final int MESSAGES = 64;

  private final MessageHeaders headers = new MessageHeaders(MESSAGES);
  private final MemorySegment slab = Arena.ofAuto().allocate((long) MESSAGES * Packet.CAPACITY, 64);

  ReceiveBatch() {
    for (int i = 0; i < MESSAGES; i++) {
      headers.payload(i, slab.address() + (long) i * Packet.CAPACITY, Packet.CAPACITY);
      headers.segmentSize(i, 0);
    }
  }

  /**
   * Fills {@code batch} from index {@code from} on.
   *
   * @param local the endpoint's index, for {@link Packet#local}
   * @return the index after the last packet filled
   */
  int receive(LinuxEndpoint endpoint, int local, Packet[] batch, int from) {
    int at = from;
    int wanted;
    int count;
    do {
      wanted = Math.min(MESSAGES, batch.length - at);
      count = wanted == 0 ? 0 : receive(endpoint, wanted);
      for (int i = 0; i < count; i++) {
        take(endpoint, i, batch[at++]).local = local;
      }
    } while (count > 0 && count == wanted);
    return at;
  }

  private int receive(LinuxEndpoint endpoint, int wanted) {
    for (int i = 0; i < wanted; i++) {
      headers.addressLength(i, endpoint.addresses().length());
    }
    return endpoint.receive(headers.address(0), wanted);
  }

  private Packet take(LinuxEndpoint endpoint, int message, Packet packet) {
    packet.clear();
    packet.length = Math.min(headers.received(message), Packet.CAPACITY);
    MemorySegment.copy(
        slab, JAVA_BYTE, (long) message * Packet.CAPACITY, packet.bytes, 0, packet.length);
    packet.remote =
        endpoint.addresses().read(headers.addresses(), MessageHeaders.addressAt(message));
    return packet;
  }
}
