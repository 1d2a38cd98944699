package akkord.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a server. */
@Command(name = "server", description = "Starts a server.", mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--dev",
      description =
          "For a developer's machine: key devkey with secret \"secret\", loopback only unless"
              + " --bind is given, a page at / where one joins a call.")
  private boolean dev;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings that differ (HOCON).")
  private Optional<Path> config;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Address to listen on, TCP and UDP; may be repeated.")
  private List<String> bind = new ArrayList<>();

  @Option(names = "--port", description = "TCP port for signalling and the HTTP API.")
  private Optional<Integer> port;

  @Option(
      names = "--udp-port",
      paramLabel = "PORTS",
      defaultValue = "${env:UDP_PORT}",
      description = "UDP ports for media: 7882-7889 or 7882.")
  private Optional<String> udpPort;

  @Option(
      names = "--node-ip",
      paramLabel = "IP",
      defaultValue = "${env:NODE_IP}",
      description = "Address that clients are told: v4 or v4,v6.")
  private Optional<String> nodeIp;

  @Option(
      names = "--keys",
      paramLabel = "\"KEY: SECRET\"",
      defaultValue = "${env:LIVEKIT_KEYS}",
      description = "API keys, one a line; may be repeated.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "A node of the cluster to join, as it prints it; may be repeated.")
  private List<String> join = new ArrayList<>();

  @Override
  public Integer call() {
    try {
      Config resolved = new Configuration(dev, config, overrides()).resolve();
      Server.start(Settings.from(resolved), resolved);
      return ExitCode.OK;
    } catch (InvalidSetting e) {
      spec.commandLine().getErr().println("akkord: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (ConfigException e) {
      spec.commandLine()
          .getErr()
          .println("akkord: the configuration cannot be read: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private Configuration.Overrides overrides() {
    List<String> pairs =
        keys.stream()
            .filter(Objects::nonNull)
            .flatMap(String::lines)
            .filter(line -> !line.isBlank())
            .toList();
    return new Configuration.Overrides(
        List.copyOf(bind), port, udpPort, nodeIp, List.copyOf(join), pairs);
  }
}
