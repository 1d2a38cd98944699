package akkord.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How this server and others become one cluster: {@code cluster} in the configuration.
 *
 * @param host address by which others reach it, empty for loopback
 * @param port TCP, 0 for any free one
 * @param join nodes to join, as host and port
 * @param discovery name of the Akka Discovery method that finds them instead, empty for none
 * @param tls paths by their names below {@code akka.remote.artery.ssl.rotating-keys-engine}; empty
 *     without TLS
 */
record ClusterSettings(
    String host, int port, List<String> join, String discovery, Map<String, String> tls) {
  /** Name of the actor system, which is part of every node's address. */
  static final String SYSTEM = "akkord";

  private static final int MAX_PORT = 65_535;
  private static final String ARTERY = "akka.remote.artery.";

  ClusterSettings {
    join = List.copyOf(join);
    tls = Map.copyOf(tls);
  }

  /** Reads and checks them. */
  static ClusterSettings from(SettingsReader reader) throws InvalidSetting {
    ClusterSettings settings =
        new ClusterSettings(
            reader.string("cluster.host").strip(),
            reader.number("cluster.port", 0, MAX_PORT),
            reader.strings("cluster.join"),
            reader.string("cluster.discovery").strip(),
            tls(reader));
    settings.check(reader);
    return settings;
  }

  private void check(SettingsReader reader) throws InvalidSetting {
    if (host.equals("0.0.0.0") || host.equals("::")) {
      throw reader.wrong("cluster.host", "must be an address that other nodes can reach");
    }
    for (String node : join) {
      if (!isHostAndPort(node)) {
        throw reader.wrong("cluster.join", "must be \"host:port\" of nodes, as they print it");
      }
      if (isLoopback() && !isLoopback(node.substring(0, node.lastIndexOf(':')))) {
        throw reader.wrong(
            "cluster.host",
            "must be the address by which " + node + " can reach this node, no loopback address");
      }
    }
    if (!join.isEmpty() && !discovery.isEmpty()) {
      throw reader.wrong("cluster.discovery", "must be empty when cluster.join names nodes");
    }
  }

  /** Whether only this host's own servers can reach it. */
  boolean isLoopback() {
    return host.isEmpty() || isLoopback(host);
  }

  /** Whether nodes prove themselves to each other. */
  boolean isAuthenticated() {
    return !tls.isEmpty();
  }

  /** The same in Akka's words, over {@code config}; what is left at its default changes nothing. */
  Config over(Config config) {
    Map<String, Object> akka = new HashMap<>();
    if (!host.isEmpty()) {
      akka.put(ARTERY + "canonical.hostname", host);
    }
    if (port != 0) {
      akka.put(ARTERY + "canonical.port", port);
    }
    if (!join.isEmpty()) {
      akka.put(
          "akka.cluster.seed-nodes",
          join.stream().map(node -> "akka://" + SYSTEM + "@" + node).toList());
    }
    if (!discovery.isEmpty()) {
      akka.put(
          "akka.management.cluster.bootstrap.contact-point-discovery.discovery-method", discovery);
    }
    if (!discovery.isEmpty() && !host.isEmpty()) {
      akka.put("akka.management.http.hostname", host);
    }
    if (isAuthenticated()) {
      akka.put(ARTERY + "transport", "tls-tcp");
      akka.put(
          ARTERY + "ssl.ssl-engine-provider",
          "akka.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
      tls.forEach((name, path) -> akka.put(ARTERY + "ssl.rotating-keys-engine." + name, path));
    }
    return ConfigFactory.parseMap(akka, "cluster").withFallback(config);
  }

  private static Map<String, String> tls(SettingsReader reader) throws InvalidSetting {
    Map<String, String> paths = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, String> name :
        Map.of("certificate", "cert-file", "key", "key-file", "ca", "ca-cert-file").entrySet()) {
      String path = "cluster.tls." + name.getKey();
      String file = reader.string(path);
      if (file.isEmpty()) {
        missing.add(path);
      } else if (Files.isReadable(Path.of(file))) {
        paths.put(name.getValue(), Path.of(file).toAbsolutePath().toString());
      } else {
        throw reader.wrong(path, "must be a PEM file that can be read");
      }
    }
    if (!paths.isEmpty() && !missing.isEmpty()) {
      throw reader.wrong(missing.getFirst(), "must be set too: TLS between nodes takes all three");
    }
    return paths;
  }

  private static boolean isHostAndPort(String node) {
    int colon = node.lastIndexOf(':');
    if (colon <= 0) {
      return false;
    }
    String name = node.substring(0, colon);
    boolean plain = name.startsWith("[") ? name.endsWith("]") : name.indexOf(':') < 0;
    return plain && !name.contains("/") && isPort(node.substring(colon + 1));
  }

  private static boolean isPort(String text) {
    try {
      int number = Integer.parseInt(text);
      return number > 0 && number <= MAX_PORT;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private static boolean isLoopback(String name) {
    String address = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    if (address.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }
}
