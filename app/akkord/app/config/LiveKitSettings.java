package akkord.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rewrites what LiveKit writes differently; what it writes as we do stays as it is. */
public final class LiveKitSettings {
  /** Deprecated names of LiveKit, and the names of today. */
  private static final Map<String, String> MOVED =
      Map.of(
          "prometheus_port", "prometheus.port",
          "log_level", "logging.level",
          "room.max_metadata_size", "limit.max_metadata_size",
          "room.max_room_name_length", "limit.max_room_name_length",
          "room.max_participant_identity_length", "limit.max_participant_identity_length");

  private static final String CODECS = "room.enabled_codecs";
  private static final String RANGE_START = "rtc.port_range_start";
  private static final String RANGE_END = "rtc.port_range_end";
  private static final String UDP_PORT = "rtc.udp_port";

  private LiveKitSettings() {}

  /** The same settings under our names and in our forms. */
  public static Config translate(Config written) {
    Config result = written;
    for (Map.Entry<String, String> move : MOVED.entrySet()) {
      result = move(result, move.getKey(), move.getValue());
    }
    return codecs(portRange(result));
  }

  private static Config move(Config config, String from, String to) {
    if (!config.hasPath(from)) {
      return config;
    }
    ConfigValue value = config.getValue(from);
    Config rest = config.withoutPath(from);
    return rest.hasPath(to) ? rest : rest.withValue(to, value);
  }

  /** Row C-01: a firewall that lets LiveKit's range through lets our few ports of it through. */
  private static Config portRange(Config config) {
    if (!config.hasPath(RANGE_START) || !config.hasPath(RANGE_END)) {
      return config;
    }
    ConfigValue start = config.getValue(RANGE_START);
    Object end = config.getValue(RANGE_END).unwrapped();
    Config rest = config.withoutPath(RANGE_START).withoutPath(RANGE_END);
    return rest.hasPath(UDP_PORT)
        ? rest
        : rest.withValue(
            UDP_PORT,
            ConfigValueFactory.fromAnyRef(
                start.unwrapped() + "-" + end, start.origin().description()));
  }

  /** Row RM-07: {@code - mime: audio/opus} for our {@code audio/opus}. */
  private static Config codecs(Config config) {
    if (!config.hasPath(CODECS) || config.getValue(CODECS).valueType() != ConfigValueType.LIST) {
      return config;
    }
    ConfigValue list = config.getValue(CODECS);
    List<Object> names = new ArrayList<>();
    for (ConfigValue codec : config.getList(CODECS)) {
      Object mime = codec instanceof ConfigObject object ? object.unwrapped().get("mime") : null;
      names.add(mime == null ? codec : mime);
    }
    return config.withValue(
        CODECS, ConfigValueFactory.fromIterable(names, list.origin().description()));
  }
}
