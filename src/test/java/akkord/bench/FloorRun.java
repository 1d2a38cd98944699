package akkord.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of a bench, each on a core of its own choice, and the floor that two of them find. */
final class FloorRun {
  private FloorRun() {}

  /** What a bare send costs: microseconds of process CPU a datagram. */
  static double micros(Traffic traffic, int subscribers, int warmUp, int seconds)
      throws IOException, InterruptedException {
    Process reader = java(1, Floor.class, "read", String.valueOf(subscribers));
    String ports = firstLine(reader);
    Process sender =
        java(
            0,
            Floor.class,
            "send",
            traffic.id(),
            ports,
            String.valueOf(warmUp),
            String.valueOf(seconds));
    double micros = Double.parseDouble(firstLine(sender));
    sender.waitFor();
    reader.destroy();
    return micros;
  }

  /** Starts a JVM with the classes of this one. */
  static Process java(int core, Class<?> main, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "taskset",
                "-c",
                String.valueOf(core),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The next line that a process prints; nothing else of it can be read after that. */
  static String firstLine(Process process) throws IOException {
    var reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = reader.readLine();
    if (line == null) {
      throw new IOException("a process of the bench said nothing");
    }
    return line;
  }
}
