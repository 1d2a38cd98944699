package akkord.media.transport;

import akkord.media.DropReason;
import akkord.media.MediaCounter;
import akkord.media.MediaEvent;
import akkord.media.Output;
import akkord.media.net.Packet;
import java.net.InetSocketAddress;

/** An output whose packets leave from the address of ours that the peer chose. */
final class PathOutput implements Output {
  private Output out;
  private int local;

  /** Passes everything on to {@code out}. */
  PathOutput through(Output out, int local) {
    this.out = out;
    this.local = local;
    return this;
  }

  @Override
  public Packet packet() {
    Packet packet = out.packet();
    packet.local = local;
    return packet;
  }

  @Override
  public byte[] scratch() {
    return out.scratch();
  }

  @Override
  public void send(Packet packet, InetSocketAddress to) {
    out.send(packet, to);
  }

  @Override
  public void event(MediaEvent event) {
    out.event(event);
  }

  @Override
  public void drop(DropReason reason) {
    out.drop(reason);
  }

  @Override
  public void count(MediaCounter counter, long amount) {
    out.count(counter, amount);
  }
}
