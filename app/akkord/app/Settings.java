package akkord.app;

import akkord.actors.ActorSettings;
import akkord.actors.DataBlobSettings;
import akkord.actors.DataTrackSettings;
import akkord.actors.Guid;
import akkord.actors.ParticipantLimits;
import akkord.api.auth.ApiKeys;
import akkord.api.room.Limits;
import akkord.api.room.RoomServiceSettings;
import akkord.api.signal.SignalSettings;
import akkord.api.webhook.WebhookSettings;
import akkord.app.log.LogSettings;
import akkord.media.Codec;
import akkord.media.MediaSettings;
import akkord.proto.ICEServer;
import com.typesafe.config.Config;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The configuration as typed records, made once; each layer gets its own.
 *
 * @param port TCP port, 0 for any free one
 * @param bindAddresses TCP listens there; never empty
 * @param development whether {@code --dev} was given
 * @param keys API keys
 * @param api the room service
 * @param cluster how it finds other servers
 * @param webhooks where events go
 * @param prometheusPort 0 for none
 * @param log what is logged and how
 */
record Settings(
    int port,
    List<String> bindAddresses,
    boolean development,
    ApiKeys keys,
    ActorSettings actors,
    SignalSettings signal,
    RoomServiceSettings api,
    MediaSettings media,
    ClusterSettings cluster,
    WebhookSettings webhooks,
    int prometheusPort,
    LogSettings log) {
  private static final int MAX_PORT = 65_535;
  private static final int SHORT_SECRET = 32;

  /** Reads and checks every setting. */
  static Settings from(Config config) throws InvalidSetting {
    SettingsReader reader = new SettingsReader(config);
    List<String> bound = addresses(reader, "bind_addresses", reader.strings("bind_addresses"));
    ApiKeys keys = keys(reader);
    return new Settings(
        reader.number("port", 0, MAX_PORT),
        bound.isEmpty() ? List.of("0.0.0.0") : bound,
        reader.bool("development"),
        keys,
        actors(reader),
        signal(reader),
        api(reader),
        media(reader, bound),
        ClusterSettings.from(reader),
        WebhookOptions.from(reader, keys),
        reader.number("prometheus.port", 0, MAX_PORT),
        log(reader));
  }

  /** API keys whose secrets are easier to guess than they should be. */
  List<String> weakKeys() {
    return keys.secrets().entrySet().stream()
        .filter(entry -> entry.getValue().length() < SHORT_SECRET)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static LogSettings log(SettingsReader reader) throws InvalidSetting {
    Map<String, String> components =
        reader.stringMap("logging.component_levels", "{ actors.room: debug }");
    String level = reader.string("logging.level");
    if (!LogSettings.LEVELS.contains(level)) {
      throw reader.wrong("logging.level", "must be debug, info, warn or error");
    }
    if (!LogSettings.LEVELS.containsAll(components.values())) {
      throw reader.wrong("logging.component_levels", "levels are debug, info, warn or error");
    }
    return new LogSettings(level, reader.bool("logging.json"), components);
  }

  private static ApiKeys keys(SettingsReader reader) throws InvalidSetting {
    Map<String, String> secrets = reader.stringMap("keys", "{ mykey: \"its secret\" }");
    if (secrets.isEmpty()) {
      throw new InvalidSetting(
          "keys",
          "at least one API key is needed: bin/akkord generate-keys makes one, --dev has one");
    }
    for (Map.Entry<String, String> key : secrets.entrySet()) {
      if (key.getKey().isEmpty() || key.getValue().isEmpty()) {
        throw new InvalidSetting("keys." + key.getKey(), "neither key nor secret may be empty");
      }
    }
    return new ApiKeys(secrets);
  }

  private static ActorSettings actors(SettingsReader reader) throws InvalidSetting {
    ActorSettings defaults = ActorSettings.defaults(Guid.of("ND_"));
    return new ActorSettings(
        defaults.version(),
        defaults.nodeId(),
        reader.string("region"),
        iceServers(reader),
        reader.seconds("room.empty_timeout"),
        reader.seconds("room.departure_timeout"),
        limit(reader, "room.max_participants"),
        codecs(reader),
        RoomPresets.read(reader),
        limit(reader, "limit.max_metadata_size"),
        limit(reader, "limit.max_attributes_size"),
        limit(reader, "limit.max_participant_name_length"),
        defaults.activeTimeout(),
        new ParticipantLimits(
            limit(reader, "limit.participant.max_tracks"),
            limit(reader, "limit.participant.max_video_height"),
            limit(reader, "limit.participant.max_publish_bitrate")),
        new DataTrackSettings(
            reader.bool("enable_data_tracks"),
            limit(reader, "limit.participant.max_data_tracks"),
            limit(reader, "limit.max_data_track_custom_encoding_length")),
        new DataBlobSettings(
            reader.bool("enable_participant_data_blob"),
            limit(reader, "limit.max_data_blob_key_length"),
            limit(reader, "limit.max_data_blobs_size")));
  }

  private static List<ICEServer> iceServers(SettingsReader reader) throws InvalidSetting {
    return reader.strings("rtc.stun_servers").stream()
        .map(server -> ICEServer.newBuilder().addUrls("stun:" + server).build())
        .toList();
  }

  private static List<Codec> codecs(SettingsReader reader) throws InvalidSetting {
    List<Codec> codecs = new ArrayList<>();
    for (String name : reader.strings("room.enabled_codecs")) {
      codecs.add(
          Codec.of(name)
              .orElseThrow(
                  () -> reader.wrong("room.enabled_codecs", "unknown codec \"" + name + "\"")));
    }
    return codecs;
  }

  private static SignalSettings signal(SettingsReader reader) throws InvalidSetting {
    SignalSettings defaults = SignalSettings.defaults();
    return new SignalSettings(
        reader.bool("room.auto_create"),
        limit(reader, "limit.max_room_name_length"),
        limit(reader, "limit.max_participant_identity_length"),
        limit(reader, "limit.signal_message_size_limit"),
        defaults.joinTimeouts(),
        defaults.maxQueuedMessages(),
        defaults.maxQueuedBytes(),
        defaults.stallTimeout());
  }

  private static RoomServiceSettings api(SettingsReader reader) throws InvalidSetting {
    return new RoomServiceSettings(
        limit(reader, "limit.max_api_request_body_size"),
        Duration.ofSeconds(reader.number("api.execution_timeout", 1, 60)),
        reader.bool("room.enable_remote_unmute"),
        RoomPresets.read(reader).keySet(),
        reader.seconds("api.revocation_retention"),
        new Limits(
            limit(reader, "limit.max_room_name_length"),
            limit(reader, "limit.max_participant_identity_length"),
            limit(reader, "limit.max_participant_name_length"),
            limit(reader, "limit.max_metadata_size"),
            limit(reader, "limit.max_attributes_size")));
  }

  private static MediaSettings media(SettingsReader reader, List<String> bound)
      throws InvalidSetting {
    List<String> nodeIps = List.of(reader.string("rtc.node_ip").strip().split("\\s*,\\s*", -1));
    return new MediaSettings(
        bound,
        nodeIps.equals(List.of("")) ? List.of() : addresses(reader, "rtc.node_ip", nodeIps),
        udpPorts(reader, Runtime.getRuntime().availableProcessors()),
        reader.bool("rtc.enable_loopback_candidate"),
        reader.strings("rtc.interfaces.includes"),
        reader.strings("rtc.interfaces.excludes"),
        MediaSettings.DEFAULT_SOCKET_BUFFER,
        reader.bool("media.udp.segmentation"));
  }

  /** {@code rtc.udp_port}: the first ports of the range, at most as many as there are cores. */
  static List<Integer> udpPorts(SettingsReader reader, int cores) throws InvalidSetting {
    String[] ends = reader.string("rtc.udp_port").split("-", -1);
    try {
      int first = Integer.parseInt(ends[0].strip());
      int last = ends.length == 1 ? first : Integer.parseInt(ends[1].strip());
      if (ends.length <= 2 && first >= 0 && last <= MAX_PORT && first <= last) {
        return IntStream.rangeClosed(first, last).limit(cores).boxed().toList();
      }
    } catch (NumberFormatException notAPort) {
      // Told below, like a port out of its range.
    }
    throw reader.wrong("rtc.udp_port", "must be a port or a range such as \"7882-7889\"");
  }

  private static List<String> addresses(SettingsReader reader, String path, List<String> texts)
      throws InvalidSetting {
    List<String> addresses = new ArrayList<>();
    for (String text : texts) {
      try {
        addresses.add(InetAddress.ofLiteral(text).getHostAddress());
      } catch (IllegalArgumentException notNumeric) {
        throw reader.wrong(path, "must be numeric IP addresses such as 203.0.113.5");
      }
    }
    return addresses;
  }

  private static int limit(SettingsReader reader, String path) throws InvalidSetting {
    return reader.number(path, 0, Integer.MAX_VALUE);
  }
}
