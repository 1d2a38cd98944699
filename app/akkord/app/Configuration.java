package akkord.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the configuration: command line over {@code --config} file over {@code application.conf}. A
 * name in the file that {@code application.conf} does not know is refused.
 */
final class Configuration {
  /** What the command line says. */
  record Overrides(
      List<String> bind,
      Optional<Integer> port,
      Optional<String> udpPort,
      Optional<String> nodeIp,
      List<String> join,
      List<String> keys) {}

  private static final String KEYS = "keys";

  private final boolean dev;
  private final Optional<Path> file;
  private final Overrides overrides;

  Configuration(boolean dev, Optional<Path> file, Overrides overrides) {
    this.dev = dev;
    this.file = file;
    this.overrides = overrides;
  }

  /** The whole configuration, libraries' settings included. */
  Config resolve() throws InvalidSetting {
    Config defaults = ConfigFactory.load();
    Config ours = ConfigFactory.parseResources("application.conf");
    Config written = file.isPresent() ? read(file.get(), ours) : ConfigFactory.empty();
    Config merged = commandLine().withFallback(written);
    if (dev) {
      merged = development(merged);
    }
    return merged.withFallback(defaults).resolve();
  }

  private static Config read(Path path, Config known) throws InvalidSetting {
    if (!Files.isReadable(path)) {
      throw new InvalidSetting("--config", path + " cannot be read");
    }
    Config written = ConfigFactory.parseFile(path.toFile());
    UnknownKeys.check(written, known);
    return written;
  }

  private Config commandLine() throws InvalidSetting {
    Map<String, Object> values = new HashMap<>();
    if (!overrides.bind().isEmpty()) {
      values.put("bind_addresses", overrides.bind());
    }
    overrides.port().ifPresent(port -> values.put("port", port));
    overrides.udpPort().ifPresent(ports -> values.put("rtc.udp_port", ports));
    overrides.nodeIp().ifPresent(address -> values.put("rtc.node_ip", address));
    if (!overrides.join().isEmpty()) {
      values.put("cluster.join", overrides.join());
    }
    for (String pair : overrides.keys()) {
      int colon = pair.indexOf(':');
      if (colon <= 0) {
        throw new InvalidSetting("--keys", "write it as \"key: secret\"");
      }
      String key = ConfigUtil.joinPath(KEYS, pair.substring(0, colon).trim());
      values.put(key, pair.substring(colon + 1).trim());
    }
    return ConfigFactory.parseMap(values, "command line");
  }

  /** CF-03: known keys and loopback, unless something else is said. */
  private static Config development(Config written) {
    Map<String, Object> values = new HashMap<>();
    values.put("development", true);
    if (!written.hasPath("bind_addresses")) {
      values.put("bind_addresses", Loopback.addresses());
      values.put("rtc.enable_loopback_candidate", true);
    }
    if (!written.hasPath(KEYS)) {
      values.put("keys.devkey", "secret");
    }
    return written.withFallback(ConfigFactory.parseMap(values, "--dev"));
  }
}
