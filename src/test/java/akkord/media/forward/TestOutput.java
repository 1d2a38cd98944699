package akkord.media.forward;

import akkord.media.DropReason;
import akkord.media.MediaEvent;
import akkord.media.Output;
import akkord.media.net.Packet;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Lends one packet and keeps what happens. */
final class TestOutput implements Output {
  final List<MediaEvent> events = new ArrayList<>();
  final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
  private final Packet packet = new Packet();

  @Override
  public Packet packet() {
    packet.clear();
    return packet;
  }

  @Override
  public void send(Packet packet, InetSocketAddress to) {}

  @Override
  public void event(MediaEvent event) {
    events.add(event);
  }

  @Override
  public void drop(DropReason reason) {
    drops.merge(reason, 1, Integer::sum);
  }

  int drops(DropReason reason) {
    return drops.getOrDefault(reason, 0);
  }
}
