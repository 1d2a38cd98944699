package akkord.bench;

import akkord.app.client.ClientLoop;
import akkord.app.client.ClientOffer;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.media.net.Packet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares the server with the floor: {@code LoadBench TRAFFIC SUBSCRIBERS WARMUP SECONDS}. The
 * server and the floor's sender run in processes of their own on core 0, everything else on core 1.
 */
final class LoadBench {
  private static final int JOIN_TIMEOUT_SECONDS = 20;
  private static final int COUNT_TIMEOUT_SECONDS = 20;
  private static final int HANDSHAKES = 64;

  private final Traffic traffic;
  private final int subscribers;
  private final int warmUp;
  private final int seconds;
  private final Latencies latencies = new Latencies();
  private volatile boolean playing = true;

  private LoadBench(Traffic traffic, int subscribers, int warmUp, int seconds) {
    this.traffic = traffic;
    this.subscribers = subscribers;
    this.warmUp = warmUp;
    this.seconds = seconds;
  }

  public static void main(String[] args) throws Exception {
    LoadBench bench =
        new LoadBench(
            Traffic.named(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]));
    double floor = Floor.measure(bench.traffic, bench.subscribers, bench.warmUp / 2, bench.seconds);
    System.out.printf("%s to %d subscribers%n", bench.traffic.name(), bench.subscribers);
    System.out.printf("  floor: %.2f us a datagram%n", floor);
    bench.load(floor);
    System.exit(0);
  }

  private void load(double floor) throws Exception {
    try (BenchServer server = BenchServer.start("taskset", "-c", "0")) {
      measure(server, floor);
    } finally {
      playing = false;
    }
  }

  private void measure(BenchServer server, double floor) throws Exception {
    System.gc();
    long pid = server.pid();
    long idle = ProcessUsage.residentKilobytes(pid);
    LocalCertificate certificate = LocalCertificate.generate(Instant.now(), new SecureRandom());
    var handshakes = BouncyCastleHandshake.factory(certificate, new SecureRandom(), HANDSHAKES);
    try (ClientLoop loop = new ClientLoop("load-clients")) {
      var shared =
          new LoadPeer.Shared(
              HttpClient.newHttpClient(), loop, certificate, handshakes, server.url(), latencies);
      List<LoadPeer> publishers = publishers(shared);
      Thread player = Thread.ofPlatform().daemon().start(() -> play(loop, publishers));
      List<LoadPeer> readers = subscribers(shared);
      pause(warmUp, publishers, readers);
      Count before = Count.of(readers, loop);
      double cpu = ProcessUsage.cpuMicros(pid);
      Map<String, Double> threads = ProcessUsage.threadMicros(pid);
      latencies.clear();
      readers.getFirst().collecting = true;
      pause(seconds, publishers, readers);
      readers.getFirst().collecting = false;
      double cpuUsed = ProcessUsage.cpuMicros(pid) - cpu;
      threads = ProcessUsage.since(threads, ProcessUsage.threadMicros(pid));
      Count count = Count.of(readers, loop).since(before);
      long resident = ProcessUsage.residentKilobytes(pid);
      playing = false;
      player.join();
      double micros = cpuUsed / count.received();
      System.out.printf(
          "  server: %.2f us a delivered %s, %.2f times the floor%s%n",
          micros,
          traffic.data() ? "message" : "packet",
          micros / floor,
          traffic.data() ? " (goal: at most 1.7)" : "");
      System.out.println("  by threads: " + shares(threads, count.received()));
      System.out.printf(
          "  delivered %d, lost %d; receive buffers of this machine lost %d%n",
          count.received(), count.expected() - count.received(), count.overflows());
      System.out.printf(
          "  latency p50 %d us, p99 %d us (client to client)%n",
          latencies.percentile(0.5), latencies.percentile(0.99));
      System.out.printf(
          "  memory %d MB idle, %d MB now, %d kB a subscriber%n",
          idle / 1024, resident / 1024, (resident - idle) / subscribers);
      readers.stream()
          .filter(peer -> peer.failure != null)
          .limit(3)
          .forEach(peer -> System.out.println("  failed: " + peer.failure));
    }
  }

  private static String shares(Map<String, Double> micros, long packets) {
    return micros.entrySet().stream()
        .map(entry -> "%s %.2f".formatted(entry.getKey(), entry.getValue() / packets))
        .collect(Collectors.joining(", ", "", " us"));
  }

  /**
   * What has come and what should have, at one moment: taken on the thread that receives, for in
   * between two readings from another one hundreds of packets may come, which then seem lost.
   */
  private record Count(long received, long expected, long overflows) {
    static Count of(List<LoadPeer> readers, ClientLoop loop) throws Exception {
      var sums = new CompletableFuture<Count>();
      loop.execute(
          () ->
              sums.complete(
                  new Count(
                      readers.stream().mapToLong(peer -> peer.received).sum(),
                      readers.stream().mapToLong(LoadPeer::expected).sum(),
                      0)));
      Count now = sums.get(COUNT_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return new Count(now.received, now.expected, ProcessUsage.udpOverflows());
    }

    Count since(Count before) {
      return new Count(
          received - before.received, expected - before.expected, overflows - before.overflows);
    }
  }

  private List<LoadPeer> publishers(LoadPeer.Shared shared) throws Exception {
    if (traffic.data()) {
      return List.of(join(LoadPeer.ofData(shared, "load", "publisher")));
    }
    List<LoadPeer> peers = new ArrayList<>();
    for (int i = 0; i < traffic.publishers(); i++) {
      var section = new ClientOffer.Section(traffic.video(), "track" + i, 1000 + i);
      peers.add(join(new LoadPeer(shared, "load", "publisher" + i, List.of(section))));
    }
    return peers;
  }

  private List<LoadPeer> subscribers(LoadPeer.Shared shared) throws Exception {
    List<LoadPeer> peers = new ArrayList<>();
    for (int i = 0; i < subscribers; i++) {
      String identity = "subscriber" + i;
      peers.add(
          join(
              traffic.data()
                  ? LoadPeer.ofData(shared, "load", identity)
                  : new LoadPeer(shared, "load", identity, LoadPeer.receiving(traffic))));
    }
    return peers;
  }

  private static LoadPeer join(LoadPeer peer) throws Exception {
    peer.join(BenchServer.KEY, BenchServer.SECRET);
    if (!peer.awaitConnected(JOIN_TIMEOUT_SECONDS)) {
      throw new IOException("a peer could not connect: " + peer.failure);
    }
    return peer;
  }

  private void play(ClientLoop loop, List<LoadPeer> publishers) {
    Packet packet = new Packet();
    int[] sequence = new int[publishers.size()];
    boolean[] key = new boolean[publishers.size()];
    long forever = System.nanoTime() + 3_600_000_000_000L;
    try {
      traffic.play(
          forever,
          (frame, index) -> {
            if (!playing) {
              throw new Stopped();
            }
            loop.execute(
                () ->
                    IntStream.range(0, publishers.size())
                        .forEach(
                            i -> send(publishers.get(i), i, packet, sequence, key, frame, index)));
          });
    } catch (Stopped e) {
      playing = false;
    } catch (UncheckedIOException e) {
      System.err.println(e.getMessage());
    }
  }

  private void send(
      LoadPeer peer, int i, Packet packet, int[] sequence, boolean[] key, int frame, int index) {
    if (traffic.data()) {
      peer.sendData(LoadTracks.data(frame * traffic.packetsPerBurst() + index));
      return;
    }
    if (index == 0) {
      key[i] = peer.keyFrameWanted;
      peer.keyFrameWanted = false;
    }
    LoadTracks.write(packet, traffic, 1000 + i, sequence[i]++, frame, index, key[i]);
    peer.send(packet);
  }

  private static void pause(int seconds, List<LoadPeer> publishers, List<LoadPeer> readers)
      throws InterruptedException {
    for (int i = 0; i < seconds; i++) {
      Thread.sleep(1000);
      if (i % 5 == 0) {
        publishers.forEach(LoadPeer::ping);
        readers.forEach(LoadPeer::ping);
      }
    }
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super(null, null, false, false);
    }
  }
}
