package akkord.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the names in a file with those that are read: a misspelt one must not pass silently. */
public final class SettingNames {
  /** Roots that belong to libraries and are theirs to check. */
  private static final Set<String> LIBRARIES =
      Set.of("akka", "kamon", "ice4j", "jmt", "ssl-config");

  /** Objects whose names the operator chooses. */
  private static final Set<String> FREE =
      Set.of("keys", "logging.component_levels", "room.room_configurations");

  private final Config known;
  private final List<Problem> unknown = new ArrayList<>();
  private final Map<String, String> ineffective = new TreeMap<>();

  private SettingNames(Config known) {
    this.known = known;
  }

  /**
   * What was found.
   *
   * @param unknown names that nobody knows, and objects where values belong
   * @param ineffective settings of LiveKit that do nothing here, with what replaces them
   */
  public record Findings(List<Problem> unknown, List<String> ineffective) {}

  /** Whether there is such a setting, here or in LiveKit's server. */
  public static boolean isKnown(String name, Config known) {
    return known.hasPathOrNull(name) || LiveKitKeys.entry(name).isPresent();
  }

  /** Compares {@code written} with {@code known}, which is {@code application.conf}. */
  public static Findings check(Config written, Config known) {
    SettingNames names = new SettingNames(known);
    names.walk("", written.root());
    return new Findings(
        names.unknown,
        names.ineffective.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .toList());
  }

  private void walk(String above, ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
      String name = entry.getKey();
      String step = name.matches("[\\w-]+") ? name : ConfigUtil.quoteString(name);
      visit(above.isEmpty() ? step : above + "." + step, entry.getValue());
    }
  }

  private void visit(String path, ConfigValue value) {
    if (LIBRARIES.contains(path)) {
      return;
    }
    boolean object = value.valueType() == ConfigValueType.OBJECT;
    if (known.hasPathOrNull(path)) {
      visitKnown(path, value, object);
    } else if (LiveKitKeys.entry(path).isPresent()) {
      ineffective.put(LiveKitKeys.entry(path).get(), LiveKitKeys.note(path).orElseThrow());
    } else if (object && LiveKitKeys.isSection(path)) {
      walk(path, (ConfigObject) value);
    } else {
      unknown.add(Problem.at(value.origin(), path, "there is no such setting; " + hint(path)));
    }
  }

  private void visitKnown(String path, ConfigValue value, boolean object) {
    boolean section =
        !known.getIsNull(path) && known.getValue(path).valueType() == ConfigValueType.OBJECT;
    if (FREE.contains(path)) {
      return;
    }
    if (section && object) {
      walk(path, (ConfigObject) value);
    } else if (section && value.valueType() != ConfigValueType.NULL) {
      unknown.add(
          Problem.at(value.origin(), path, "must be a group of settings, not a single value"));
    } else if (!section && object) {
      unknown.add(
          Problem.at(value.origin(), path, "must be a single value, not a group of settings"));
    }
  }

  private String hint(String path) {
    Set<String> names = new TreeSet<>(LiveKitKeys.names());
    known.entrySet().forEach(entry -> names.add(entry.getKey()));
    names.removeIf(name -> LIBRARIES.contains(ConfigUtil.splitPath(name).getFirst()));
    return Names.nearest(path, names)
        .map(name -> "did you mean " + name + "?")
        .orElse("application.conf lists all");
  }
}
