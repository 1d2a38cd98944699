package akkord.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The server under measurement, in a process of its own. */
final class BenchServer implements AutoCloseable {
  static final String KEY = "devkey";
  static final String SECRET = "secret";
  private final Process process;
  private final Path config;
  private final Path log;
  private final int port;

  private BenchServer(Process process, Path config, Path log, int port) {
    this.process = process;
    this.config = config;
    this.log = log;
    this.port = port;
  }

  /** Starts it and waits until it answers; {@code prefix} stands before its command. */
  static BenchServer start(String... prefix) throws IOException, InterruptedException {
    Path config = Files.createTempFile("akkord-bench", ".conf");
    int port = freePort();
    Files.writeString(config, "port = %d%nrtc.udp_port = \"0\"%n".formatted(port));
    List<String> command = new ArrayList<>(List.of(prefix));
    command.add(System.getenv().getOrDefault("AKKORD", "bin/akkord"));
    command.addAll(List.of("server", "--dev", "--config", config.toString()));
    Path log = Files.createTempFile("akkord-bench", ".log");
    Process process =
        new ProcessBuilder(command).redirectOutput(log.toFile()).redirectErrorStream(true).start();
    BenchServer server = new BenchServer(process, config, log, port);
    try {
      server.await();
    } catch (IOException | InterruptedException e) {
      server.end();
      throw e;
    }
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  String url() {
    return "ws://localhost:" + port;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  private void await() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port)).build();
      for (int i = 0; i < 600; i++) {
        if (!process.isAlive()) {
          throw new IOException("the server ended, see " + log);
        }
        try {
          if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          Thread.sleep(100);
        }
      }
    }
    throw new IOException("the server did not answer in a minute, see " + log);
  }

  /** Bytes of live objects on its heap, after a full collection. */
  long liveHeap() throws IOException, InterruptedException {
    Process histogram =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    long total = -1;
    try (var lines = histogram.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("Total")) { // instances, then bytes
          total = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
        }
      }
    }
    if (histogram.waitFor() != 0 || total < 0) {
      throw new IOException("jcmd gave no histogram");
    }
    return total;
  }

  /** Ends it; its log stays only when it had ended by itself. */
  @Override
  public void close() throws IOException {
    boolean alive = process.isAlive();
    end();
    if (alive) {
      Files.delete(log);
    } else {
      System.err.println("the server ended by itself, see " + log);
    }
  }

  private void end() throws IOException {
    process.destroy();
    process.onExit().join();
    Files.delete(config);
  }
}
