package akkord.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Settings from environment variables, as LiveKit reads them. */
final class Environment {
  private static final String PREFIX = "LIVEKIT_";

  private Environment() {}

  /**
   * {@code LIVEKIT_RTC_NODE_IP} for {@code rtc.node_ip}, and so on for every single value; lists
   * and groups have no variable.
   *
   * @param known {@code application.conf}
   */
  static Config settings(Config known, Map<String, String> environment) {
    Map<String, Object> values = new HashMap<>();
    for (Map.Entry<String, ConfigValue> entry : known.entrySet()) {
      String path = entry.getKey();
      String root = ConfigUtil.splitPath(path).getFirst();
      boolean ours = !root.equals("akka") && !root.equals("kamon");
      String value = environment.get(PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT));
      if (ours && value != null && entry.getValue().valueType() != ConfigValueType.LIST) {
        values.put(path, value);
      }
    }
    return ConfigFactory.parseMap(values, "environment");
  }
}
