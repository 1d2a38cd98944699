package akkord.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say how a server is configured; several commands have them. */
final class ConfigurationOptions {
  @Option(
      names = "--dev",
      description =
          "For a developer's machine: key devkey with secret \"secret\", loopback only unless"
              + " --bind is given, a page at / where one joins a call.")
  private boolean dev;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings that differ: HOCON (.conf, .hocon, .json), else YAML as in a livekit.yaml.")
  private Optional<Path> config;

  @Option(
      names = "--config-body",
      paramLabel = "YAML",
      defaultValue = "${env:LIVEKIT_CONFIG}",
      description = "The same as text instead of a file (environment: LIVEKIT_CONFIG).")
  private Optional<String> body;

  @Option(
      names = "--disable-strict-config",
      hidden = true,
      description = "Only tells unknown settings instead of refusing them.")
  private boolean lenient;

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
      description = "UDP ports for media: 7882-7889 or 7882 (environment: UDP_PORT).")
  private Optional<String> udpPort;

  @Option(
      names = "--node-ip",
      paramLabel = "IP",
      defaultValue = "${env:NODE_IP}",
      description = "Address that clients are told: v4 or v4,v6 (environment: NODE_IP).")
  private Optional<String> nodeIp;

  @Option(
      names = "--region",
      description = "Region that clients are told (environment: LIVEKIT_REGION).")
  private Optional<String> region;

  @Option(
      names = "--keys",
      paramLabel = "\"KEY: SECRET\"",
      defaultValue = "${env:LIVEKIT_KEYS}",
      description = "API keys, one a line; may be repeated (environment: LIVEKIT_KEYS).")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "API keys in a file that only its owner can read, \"key: secret\" a line.")
  private Optional<String> keyFile;

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "A node of the cluster to join, as it prints it; may be repeated.")
  private List<String> join = new ArrayList<>();

  @Option(
      names = {"--redis-host", "--redis-password", "--turn-cert", "--turn-key"},
      hidden = true,
      description = "Accepted for LiveKit's scripts; has no effect.")
  private List<String> ignored = new ArrayList<>();

  private final Map<String, String> settings = new HashMap<>();

  /** A setting that has an option of its own: see {@link SettingFlags}. */
  void set(String path, String value) {
    settings.put(path, value);
  }

  /**
   * What these options say.
   *
   * @param file goes before {@code --config}
   */
  Configuration configuration(Optional<Path> file) {
    Map<String, Object> values = new HashMap<>(settings);
    if (!bind.isEmpty()) {
      values.put("bind_addresses", List.copyOf(bind));
    }
    port.ifPresent(number -> values.put("port", number));
    udpPort.ifPresent(ports -> values.put("rtc.udp_port", ports));
    nodeIp.ifPresent(address -> values.put("rtc.node_ip", address));
    region.ifPresent(name -> values.put("region", name));
    keyFile.ifPresent(name -> values.put("key_file", name));
    if (!join.isEmpty()) {
      values.put("cluster.join", List.copyOf(join));
    }
    List<String> pairs =
        keys.stream()
            .filter(Objects::nonNull)
            .flatMap(String::lines)
            .filter(line -> !line.isBlank())
            .toList();
    Optional<String> text =
        file.isPresent() ? Optional.empty() : body.filter(yaml -> !yaml.isBlank());
    return new Configuration(
        dev,
        new Configuration.Source(file.or(() -> config), text, !lenient),
        new Configuration.Overrides(values, pairs),
        System.getenv());
  }
}
