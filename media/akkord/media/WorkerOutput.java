package akkord.media;

import akkord.media.net.Packet;
import akkord.media.net.UdpSocket;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** The real {@link Output}: a worker's socket, counters and event consumer. */
final class WorkerOutput implements Output {
  private final UdpSocket socket;
  private final WorkerCounters counters;
  private final Consumer<MediaEvent> events;
  private final byte[] scratch = new byte[Packet.CAPACITY];
  private int local;

  WorkerOutput(UdpSocket socket, WorkerCounters counters, Consumer<MediaEvent> events) {
    this.socket = socket;
    this.counters = counters;
    this.events = events;
  }

  /** Packets leave from this address of ours unless somebody chooses another. */
  void local(int local) {
    this.local = local;
  }

  @Override
  public Packet packet() {
    Packet packet = socket.packet();
    packet.local = local;
    return packet;
  }

  @Override
  public byte[] scratch() {
    return scratch;
  }

  @Override
  public void send(Packet packet, InetSocketAddress to) {
    socket.send(packet, to);
  }

  @Override
  public void event(MediaEvent event) {
    events.accept(event);
  }

  @Override
  public void drop(DropReason reason) {
    counters.drop(reason);
  }

  @Override
  public void count(MediaCounter counter, long amount) {
    counters.add(counter, amount);
  }
}
