package akkord.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CPU time and memory of a process, and what the machine's sockets lost, from Linux's /proc. */
final class ProcessUsage {
  private static final double TICKS_PER_SECOND = 100;
  private static final int UTIME = 11; // fields after the parenthesised name
  private static final int STIME = 12;

  // Thread names as far as Linux keeps them.
  private static final Map<String, String> WORK =
      Map.of(
          "media-", "media",
          "akkord-akka", "actors",
          "akkord-sched", "timers",
          "C1 Compiler", "compilers",
          "C2 Compiler", "compilers",
          "VM Thread", "garbage");

  private ProcessUsage() {}

  /** User and system time in microseconds; resolution 10 ms. */
  static double cpuMicros(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    long ticks = Long.parseLong(fields.get(UTIME)) + Long.parseLong(fields.get(STIME));
    return ticks / TICKS_PER_SECOND * 1e6;
  }

  /** CPU time of each thread that there is, in microseconds, by its number and name. */
  static Map<String, Double> threadMicros(long pid) throws IOException {
    Map<String, Double> micros = new HashMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        try {
          String nanos =
              List.of(Files.readString(thread.resolve("schedstat")).split(" ")).getFirst();
          String name = Files.readString(thread.resolve("comm")).strip();
          micros.put(thread.getFileName() + " " + name, Long.parseLong(nanos) / 1e3);
        } catch (IOException ended) {
          // What it used is in the process's time alone.
        }
      }
    }
    return micros;
  }

  /** What the threads of {@link #threadMicros} have used since, by what they do. */
  static Map<String, Double> since(Map<String, Double> before, Map<String, Double> now) {
    return now.entrySet().stream()
        .collect(
            Collectors.groupingBy(
                entry -> work(entry.getKey()),
                TreeMap::new,
                Collectors.summingDouble(
                    entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0.0))));
  }

  private static String work(String thread) {
    return WORK.entrySet().stream()
        .filter(entry -> thread.contains(" " + entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("other");
  }

  /** Datagrams that found a full receive buffer since the machine started. */
  static long udpOverflows() throws IOException {
    List<String> udp =
        Files.readAllLines(Path.of("/proc/net/snmp")).stream()
            .filter(line -> line.startsWith("Udp:"))
            .toList();
    int column = List.of(udp.getFirst().split(" ")).indexOf("RcvbufErrors");
    return Long.parseLong(List.of(udp.get(1).split(" ")).get(column));
  }

  /** Resident set in kilobytes. */
  static long residentKilobytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }
}
