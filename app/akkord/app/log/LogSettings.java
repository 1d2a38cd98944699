package akkord.app.log;

import ch.qos.logback.classic.Level;
import java.util.Map;
import java.util.Set;

/**
 * What is logged and in which form.
 *
 * @param level least level that is logged, one of {@link #LEVELS}
 * @param json one JSON object a line instead of text
 * @param componentLevels level by package; a name without {@code akkord} in front may be one of
 *     ours
 */
public record LogSettings(String level, boolean json, Map<String, String> componentLevels) {
  /** Names of levels, as LiveKit writes them too. */
  public static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error", "off");

  private static final Set<String> FOLDERS = Set.of("app", "api", "actors", "media");

  /** Keeps a copy. */
  public LogSettings {
    componentLevels = Map.copyOf(componentLevels);
  }

  /** The logger that {@code component} means: {@code actors.room} is {@code akkord.actors.room}. */
  static String logger(String component) {
    int dot = component.indexOf('.');
    String first = dot < 0 ? component : component.substring(0, dot);
    return FOLDERS.contains(first) ? "akkord." + component : component;
  }

  /** As logback knows it. */
  static Level toLevel(String name) {
    return Level.toLevel(name, Level.INFO);
  }
}
