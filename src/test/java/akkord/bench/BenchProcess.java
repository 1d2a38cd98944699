package akkord.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM with the classes of this one, on one core, that says something line by line. */
final class BenchProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private BenchProcess(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  /** Starts {@code main} on a core; what goes wrong there is printed here. */
  static BenchProcess start(int core, Class<?> main, Object... args) throws IOException {
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
    for (Object each : args) {
      command.add(each.toString());
    }
    return new BenchProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * The next line it prints.
   *
   * @throws IOException if it has ended
   */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("a process of the bench ended by itself");
    }
    return line;
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
