package akkord.media;

import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.media.net.HostAddresses;
import akkord.media.net.HostUdpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The workers of one node, from outside: commands go in, events come out. */
public final class MediaPlane implements AutoCloseable {
  /** DTLS handshakes under way at once on this node. */
  private static final int MAX_HANDSHAKES = 512;

  private final Consumer<MediaEvent> events;
  private final WorkerListener listener;
  private final Fingerprint fingerprint;
  private final DtlsHandshake.Factory handshakes;
  private final List<Slot> slots;

  /** A worker's place: socket, candidates and counts outlive its thread. */
  private static final class Slot {
    final HostUdpSocket socket;
    final List<Candidate> candidates;
    final WorkerCounters counters = new WorkerCounters();
    final LongAdder refused = new LongAdder();
    volatile WorkerThread thread;

    Slot(HostUdpSocket socket, List<Candidate> candidates) {
      this.socket = socket;
      this.candidates = candidates;
    }
  }

  private MediaPlane(
      Consumer<MediaEvent> events,
      WorkerListener listener,
      LocalCertificate certificate,
      DtlsHandshake.Factory handshakes,
      List<Slot> slots) {
    this.events = events;
    this.listener = listener;
    this.fingerprint = certificate.fingerprint();
    this.handshakes = handshakes;
    this.slots = slots;
  }

  /** Hears of a worker that ended by an exception, on the dying thread. */
  public interface WorkerListener {
    /** All transports of {@code worker} are gone; {@link MediaPlane#restart} brings it back. */
    void workerDied(int worker, Throwable cause);
  }

  /**
   * Binds the sockets, makes the certificate, warms DTLS up and starts one thread for each port.
   *
   * @param events called on worker threads: must return at once and not throw
   * @throws IOException if a port is taken or an address is not of this host; the message says
   *     which
   */
  public static MediaPlane start(
      MediaSettings settings, Consumer<MediaEvent> events, WorkerListener listener)
      throws IOException {
    SecureRandom random = new SecureRandom();
    List<Slot> slots = bind(settings);
    LocalCertificate certificate = LocalCertificate.generate(Instant.now(), random);
    DtlsHandshake.Factory handshakes =
        BouncyCastleHandshake.factory(certificate, random, MAX_HANDSHAKES);
    BouncyCastleHandshake.warmUp(handshakes);
    BouncyCastleHandshake.warmUp(handshakes);
    MediaPlane plane = new MediaPlane(events, listener, certificate, handshakes, slots);
    for (int worker = 0; worker < slots.size(); worker++) {
      plane.startThread(worker);
    }
    return plane;
  }

  private static List<Slot> bind(MediaSettings settings) throws IOException {
    List<InetAddress> bound = HostAddresses.toBind(settings);
    List<InetAddress> advertised = HostAddresses.toAdvertise(settings, HostAddresses.interfaces());
    List<Slot> slots = new ArrayList<>();
    try {
      for (int port : settings.udpPorts()) {
        HostUdpSocket socket =
            HostUdpSocket.bind(bound, port, settings.socketBuffer(), settings.segmentation());
        Slot slot = new Slot(socket, HostAddresses.candidates(advertised, socket.port()));
        slot.counters.set(MediaCounter.SMALL_SOCKET_BUFFERS, socket.smallBuffers() ? 1 : 0);
        slots.add(slot);
      }
      return slots;
    } catch (IOException e) {
      slots.forEach(slot -> slot.socket.close());
      throw e;
    }
  }

  private void startThread(int index) {
    Slot slot = slots.get(index);
    MediaWorker worker =
        new MediaWorker(slot.socket, handshakes, slot.counters, events, System.nanoTime());
    slot.thread = new WorkerThread(index, worker, slot.socket, listener);
    slot.thread.start();
  }

  /**
   * Hands an order to a worker.
   *
   * @return false if its queue is full or it is dead; nothing will happen then
   */
  public boolean submit(int worker, MediaCommand command) {
    Slot slot = slots.get(worker);
    boolean taken = slot.thread.submit(command);
    if (!taken) {
      slot.refused.increment();
    }
    return taken;
  }

  /** The workers, by index. */
  public List<WorkerInfo> workers() {
    List<WorkerInfo> infos = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      int transports = (int) slot.counters.get(MediaCounter.TRANSPORTS);
      infos.add(
          new WorkerInfo(
              i, slot.thread.alive(), slot.candidates, transports, slot.thread.lastCycle()));
    }
    return List.copyOf(infos);
  }

  /** Of the certificate that all transports of this node present: {@code sha-256}. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /** Starts a new thread in place of one that died, on the same port; no effect on a live one. */
  public synchronized void restart(int worker) {
    if (!slots.get(worker).thread.alive()) {
      startThread(worker);
    }
  }

  /** What all workers counted, those that died included. */
  public MediaCounters counters() {
    // A worker's counters are its thread's to write.
    WorkerCounters outside = new WorkerCounters();
    outside.set(
        MediaCounter.COMMANDS_REFUSED, slots.stream().mapToLong(slot -> slot.refused.sum()).sum());
    return new MediaCounters(
        Stream.concat(slots.stream().map(slot -> slot.counters), Stream.of(outside)).toList());
  }

  /** Closes transports (BYE, close_notify), then threads and sockets; waits for them. */
  @Override
  public synchronized void close() {
    slots.forEach(slot -> slot.thread.stop());
    for (Slot slot : slots) {
      if (slot.thread.join()) {
        slot.socket.close();
      }
    }
  }

  /** Makes a worker's thread die, for tests of supervision. */
  public void kill(int worker) {
    slots.get(worker).thread.kill(new IllegalStateException("killed by a test"));
  }
}
