package akkord.sim;

import akkord.media.MediaCommand;
import akkord.media.MediaCounters;
import akkord.media.MediaEvent;
import akkord.media.WorkerHarness;
import akkord.media.net.InMemoryUdpSocket;
import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A call in virtual time: a worker, its network and the peers. */
final class Call {
  private static final InetSocketAddress SERVER = address("10.0.0.1", 7882);
  private static final long STEP = 1_000_000;

  private final Network network;
  private final InMemoryUdpSocket socket = new InMemoryUdpSocket(this::fromWorker);
  private final List<MediaEvent> events = new ArrayList<>();
  private final WorkerHarness worker;
  private final List<SimPeer> peers = new ArrayList<>();
  private final Map<InetSocketAddress, SimPeer> byAddress = new HashMap<>();
  private long now = 1_000_000_000;
  private long nextSsrc = 1000;

  Call(long seed) {
    network = new Network(seed);
    worker = new WorkerHarness(socket, events::add, now);
  }

  static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  Network network() {
    return network;
  }

  SimPeer join(String name) {
    SimPeer peer = new SimPeer(this, name, address("10.1.0." + (peers.size() + 1), 5000));
    peers.add(peer);
    byAddress.put(peer.address(), peer);
    return peer;
  }

  void order(MediaCommand command) {
    worker.submit(command);
  }

  void secure(String transport) {
    worker.secure(transport, SrtpContext.identity(), new PlainSession(), now);
  }

  void moved(SimPeer peer) {
    byAddress.values().remove(peer);
    byAddress.put(peer.address(), peer);
  }

  /** Lets time pass. */
  void run(Duration duration) {
    long end = now + duration.toNanos();
    while (now < end) {
      step();
    }
  }

  private void step() {
    now += STEP;
    for (Network.Datagram each = network.poll(now); each != null; each = network.poll(now)) {
      if (each.to.equals(SERVER)) {
        socket.deliver(each.bytes, 0, each.bytes.length, each.from);
      } else if (byAddress.containsKey(each.to)) {
        byAddress.get(each.to).onDatagram(each.bytes, now);
      }
    }
    do {
      worker.doWork(now);
    } while (socket.waiting() > 0);
    peers.forEach(peer -> peer.onTick(now));
  }

  void fromPeer(SimPeer peer, byte[] bytes) {
    network.send(bytes, peer.address(), SERVER, now);
  }

  private void fromWorker(Packet packet) {
    byte[] bytes = Arrays.copyOfRange(packet.bytes, packet.offset, packet.offset + packet.length);
    network.send(bytes, SERVER, packet.remote, now);
  }

  long now() {
    return now;
  }

  long nextSsrc() {
    nextSsrc += 1000;
    return nextSsrc;
  }

  MediaCounters counters() {
    return worker.counters();
  }

  WorkerHarness worker() {
    return worker;
  }

  InMemoryUdpSocket socket() {
    return socket;
  }

  /** All events of a type so far. */
  <T extends MediaEvent> List<T> events(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
