package akkord.app;

import akkord.actors.ActorSettings;
import akkord.actors.Guid;
import akkord.api.auth.ApiKeys;
import akkord.api.signal.SignalSettings;
import akkord.media.Codec;
import akkord.media.MediaSettings;
import akkord.proto.ICEServer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration as typed records, made once; each layer gets its own.
 *
 * @param port TCP port, 0 for any free one
 * @param bindAddresses TCP listens there; never empty
 * @param development whether {@code --dev} was given
 * @param keys API keys
 * @param prometheusPort 0 for none
 */
record Settings(
    int port,
    List<String> bindAddresses,
    boolean development,
    ApiKeys keys,
    ActorSettings actors,
    SignalSettings signal,
    MediaSettings media,
    int prometheusPort) {
  private static final int MAX_PORT = 65_535;
  private static final int SHORT_SECRET = 32;

  /** Reads and checks every setting. */
  static Settings from(Config config) throws InvalidSetting {
    ApiKeys keys = keys(config);
    return new Settings(
        port(config, "port"),
        bindAddresses(config),
        config.getBoolean("development"),
        keys,
        actors(config),
        signal(config),
        media(config),
        port(config, "prometheus.port"));
  }

  /** API keys whose secrets are easier to guess than they should be. */
  List<String> weakKeys() {
    return keys.secrets().entrySet().stream()
        .filter(entry -> entry.getValue().length() < SHORT_SECRET)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static ApiKeys keys(Config config) throws InvalidSetting {
    Map<String, String> secrets = new HashMap<>();
    for (var entry : config.getConfig("keys").entrySet()) {
      String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      secrets.put(key, String.valueOf(entry.getValue().unwrapped()));
    }
    if (secrets.isEmpty()) {
      throw new InvalidSetting(
          "keys",
          "at least one API key is needed: bin/akkord generate-keys makes one, --dev has one");
    }
    return new ApiKeys(secrets);
  }

  private static List<String> bindAddresses(Config config) {
    List<String> addresses = config.getStringList("bind_addresses");
    return addresses.isEmpty() ? List.of("0.0.0.0") : addresses;
  }

  private static ActorSettings actors(Config config) throws InvalidSetting {
    ActorSettings defaults = ActorSettings.defaults(Guid.of("ND_"));
    List<ICEServer> iceServers = new ArrayList<>();
    for (String server : config.getStringList("rtc.stun_servers")) {
      iceServers.add(ICEServer.newBuilder().addUrls("stun:" + server).build());
    }
    return new ActorSettings(
        defaults.version(),
        defaults.nodeId(),
        config.getString("region"),
        iceServers,
        Duration.ofSeconds(positive(config, "room.empty_timeout")),
        Duration.ofSeconds(positive(config, "room.departure_timeout")),
        positive(config, "room.max_participants"),
        codecs(config),
        Map.of(),
        positive(config, "limit.max_metadata_size"),
        positive(config, "limit.max_attributes_size"),
        positive(config, "limit.max_participant_name_length"),
        defaults.activeTimeout());
  }

  private static List<Codec> codecs(Config config) throws InvalidSetting {
    List<Codec> codecs = new ArrayList<>();
    for (String name : config.getStringList("room.enabled_codecs")) {
      codecs.add(
          Codec.of(name)
              .orElseThrow(
                  () ->
                      new InvalidSetting(
                          "room.enabled_codecs", "\"" + name + "\" is no codec known here")));
    }
    return codecs;
  }

  private static SignalSettings signal(Config config) throws InvalidSetting {
    SignalSettings defaults = SignalSettings.defaults();
    return new SignalSettings(
        config.getBoolean("room.auto_create"),
        positive(config, "limit.max_room_name_length"),
        positive(config, "limit.max_participant_identity_length"),
        positive(config, "limit.signal_message_size_limit"),
        defaults.joinTimeouts(),
        defaults.maxQueuedMessages(),
        defaults.maxQueuedBytes());
  }

  private static MediaSettings media(Config config) throws InvalidSetting {
    String nodeIp = config.getString("rtc.node_ip");
    List<String> advertised =
        nodeIp.isBlank() ? List.of() : List.of(nodeIp.trim().split("\\s*,\\s*"));
    return new MediaSettings(
        config.getStringList("bind_addresses"),
        advertised,
        udpPorts(config.getString("rtc.udp_port")),
        config.getBoolean("rtc.enable_loopback_candidate"),
        config.getStringList("rtc.interfaces.includes"),
        config.getStringList("rtc.interfaces.excludes"),
        MediaSettings.DEFAULT_SOCKET_BUFFER);
  }

  private static List<Integer> udpPorts(String text) throws InvalidSetting {
    String[] ends = text.trim().split("-", 2);
    try {
      int first = Integer.parseInt(ends[0].trim());
      int last = ends.length == 1 ? first : Integer.parseInt(ends[1].trim());
      if (first < 0 || last > MAX_PORT || last < first) {
        throw new InvalidSetting("rtc.udp_port", "\"" + text + "\" is no range within 0-65535");
      }
      int count = Math.min(last - first + 1, Runtime.getRuntime().availableProcessors());
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ports.add(first + i);
      }
      return ports;
    } catch (NumberFormatException e) {
      throw new InvalidSetting("rtc.udp_port", "\"" + text + "\": write 7882 or 7882-7889");
    }
  }

  private static int port(Config config, String key) throws InvalidSetting {
    int port = config.getInt(key);
    if (port < 0 || port > MAX_PORT) {
      throw new InvalidSetting(key, port + " is no port; write 0 to 65535");
    }
    return port;
  }

  private static int positive(Config config, String key) throws InvalidSetting {
    int value = config.getInt(key);
    if (value < 0) {
      throw new InvalidSetting(key, value + " is negative; write 0 or more");
    }
    return value;
  }
}
