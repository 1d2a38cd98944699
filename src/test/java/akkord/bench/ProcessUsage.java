package akkord.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU time and memory of a process, and what the machine's sockets lost, from Linux's /proc. */
final class ProcessUsage {
  private static final double TICKS_PER_SECOND = 100;
  private static final int UTIME = 11; // fields after the parenthesised name
  private static final int STIME = 12;

  private ProcessUsage() {}

  /** User and system time in microseconds; resolution 10 ms. */
  static double cpuMicros(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    long ticks = Long.parseLong(fields.get(UTIME)) + Long.parseLong(fields.get(STIME));
    return ticks / TICKS_PER_SECOND * 1e6;
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
