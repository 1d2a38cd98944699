package akkord.app;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Starts a server on free loopback ports, joins it many times, exchanges data and media by it and
 * ends: what {@code bin/akkord} runs to make the JVM's start-up cache. Or warms a server that runs
 * already, to measure it.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Starts a server, uses it for a while and ends: to make a start-up cache.",
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
  private static final int PATIENCE_SECONDS = 60;
  private static final int LISTENERS = 4;

  @Spec private CommandSpec spec;

  @Option(names = "--joins", defaultValue = "500", description = "How many (${DEFAULT-VALUE}).")
  private int joins;

  @Option(
      names = "--packets",
      defaultValue = "100000",
      description = "How many data packets one client sends to others (${DEFAULT-VALUE}).")
  private int packets;

  @Option(
      names = "--frames",
      defaultValue = "2000",
      description = "How many video frames one client sends to others (${DEFAULT-VALUE}).")
  private int frames;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Join the server in --dev mode at ws://HOST:PORT instead.")
  private String url;

  @Override
  public Integer call() throws Exception {
    return url == null ? withServerOfItsOwn() : rehearse(url);
  }

  private int withServerOfItsOwn() throws Exception {
    Configuration.Overrides overrides =
        new Configuration.Overrides(Map.of("port", 0, "rtc.udp_port", "0"), List.of());
    Configuration.Loaded loaded =
        new Configuration(true, Configuration.Source.NONE, overrides, Map.of()).load();
    CompletableFuture<Started> started = new CompletableFuture<>();
    ActorSystem<Void> system = Server.start(loaded.settings(), loaded.config(), started::complete);
    int port = started.get(PATIENCE_SECONDS, TimeUnit.SECONDS).port();
    int exitCode = rehearse("ws://127.0.0.1:" + port);
    CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason());
    return exitCode;
  }

  private int rehearse(String server) throws IOException {
    try (Rehearsal rehearsal = new Rehearsal(server, "devkey", "secret")) {
      for (int i = 0; i < joins; i++) {
        rehearsal.join("rehearsal", "client-" + i);
      }
      if (packets > 0) {
        rehearsal.talk("rehearsal", LISTENERS, packets);
      }
      if (frames > 0) {
        rehearsal.play("rehearsal", LISTENERS, frames);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println("akkord: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }
}
