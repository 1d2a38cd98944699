package akkord.bench;

import akkord.media.sctp.Reliability;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Throughput, CPU and memory of SCTP associations alone, in virtual time: beside their goals. */
final class AssociationBench {
  private static final int BINARY = 53;
  private static final byte[] MESSAGE = new byte[16 << 10];
  private static final int AHEAD = 4 << 20;
  private static final int PAYLOAD = 1172; // of a full packet
  private static final int IDLE = 2000;

  private AssociationBench() {}

  public static void main(String[] args) {
    clean();
    lossy();
    idle();
  }

  private static void keepBusy(VirtualPair pair) {
    while (pair.sender.association.buffered(0) < AHEAD) {
      pair.sender.association.send(
          0, BINARY, MESSAGE, true, Reliability.FULL, pair.now, pair.sender);
    }
  }

  /** Bytes a second of virtual time. */
  private static double goodput(VirtualPair pair, Duration time) {
    long before = pair.receiver.received;
    pair.run(time.toNanos(), () -> keepBusy(pair));
    return (pair.receiver.received - before) / (time.toNanos() / 1e9);
  }

  private static void clean() {
    VirtualPair pair = new VirtualPair(1, Duration.ofMillis(10).toNanos(), 0);
    goodput(pair, Duration.ofSeconds(10)); // compiled, and the window is open
    long packets = pair.sender.packets;
    long cpu = cpu();
    double rate = goodput(pair, Duration.ofSeconds(20));
    double micros = (cpu() - cpu) / 1e3 / (pair.sender.packets - packets);
    System.out.printf("one association, 10 ms, no loss, messages of 16 kB%n");
    System.out.printf("  goodput %.0f Mbit/s (goal: at least 500)%n", rate * 8 / 1e6);
    System.out.printf("  CPU of both ends %.2f us a packet (goal: at most 2)%n", micros);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void lossy() {
    double possible = PAYLOAD / 0.05 * Math.sqrt(1.5 / 0.01);
    double sum = 0;
    for (int seed = 0; seed < 10; seed++) {
      VirtualPair pair = new VirtualPair(seed, Duration.ofMillis(50).toNanos(), 0.01);
      goodput(pair, Duration.ofSeconds(10));
      sum += goodput(pair, Duration.ofMinutes(2));
    }
    System.out.printf("one association, 50 ms, 1 %% loss both ways%n");
    System.out.printf(
        "  goodput %.2f Mbit/s, %.0f %% of MSS / RTT x sqrt(1.5 / p) (goal: at least 80 %%)%n",
        sum / 10 * 8 / 1e6, sum / 10 / possible * 100);
  }

  private static void idle() {
    long before = used();
    List<VirtualPair> pairs = new ArrayList<>(IDLE);
    for (int i = 0; i < IDLE; i++) {
      VirtualPair pair = new VirtualPair(i, Duration.ofMillis(10).toNanos(), 0);
      for (int j = 0; j < 10; j++) {
        pair.sender.association.send(
            0, BINARY, MESSAGE, true, Reliability.FULL, pair.now, pair.sender);
        pair.receiver.association.send(
            1, BINARY, MESSAGE, true, Reliability.FULL, pair.now, pair.receiver);
      }
      pair.run(Duration.ofSeconds(5).toNanos(), () -> {});
      pair.forgetTheWay();
      pairs.add(pair);
    }
    double bytes = (used() - before) / (2.0 * pairs.size());
    System.out.printf("an association that was used and is idle%n");
    System.out.printf("  memory %.1f kB (goal: at most 8)%n", bytes / 1024);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
