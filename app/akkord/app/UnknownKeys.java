package akkord.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds settings that nobody would read: a misspelt name must not pass for a default. */
final class UnknownKeys {
  /** Roots that belong to libraries and are theirs to check. */
  private static final Set<String> LIBRARIES =
      Set.of("akka", "kamon", "ice4j", "jmt", "ssl-config");

  /** Objects whose names the operator chooses. */
  private static final Set<String> FREE = Set.of("keys", "room.room_configurations");

  private static final int MAX_DISTANCE = 3;

  private UnknownKeys() {}

  /**
   * Refuses names in {@code file} that {@code defaults} do not have.
   *
   * @throws InvalidSetting naming the first, and what it may have been meant to be
   */
  static void check(Config file, Config defaults) throws InvalidSetting {
    for (Map.Entry<String, ConfigValue> entry : file.entrySet()) {
      String path = entry.getKey();
      String root = ConfigUtil.splitPath(path).getFirst();
      if (LIBRARIES.contains(root) || isFree(path) || defaults.hasPathOrNull(path)) {
        continue;
      }
      String origin = entry.getValue().origin().description();
      String hint =
          closest(path, defaults)
              .map(known -> "; did you mean " + known + "?")
              .orElse("; application.conf lists all");
      throw new InvalidSetting(path, "there is no such setting (%s)%s".formatted(origin, hint));
    }
  }

  private static boolean isFree(String path) {
    return FREE.stream().anyMatch(free -> path.equals(free) || path.startsWith(free + "."));
  }

  private static Optional<String> closest(String path, Config defaults) {
    List<String> known =
        defaults.entrySet().stream()
            .map(Map.Entry::getKey)
            .filter(name -> !LIBRARIES.contains(ConfigUtil.splitPath(name).getFirst()))
            .sorted()
            .toList();
    return known.stream()
        .filter(name -> sameLastName(path, name))
        .findFirst()
        .or(
            () ->
                known.stream()
                    .min(Comparator.comparingInt(name -> distance(path, name)))
                    .filter(name -> distance(path, name) <= MAX_DISTANCE));
  }

  private static boolean sameLastName(String path, String name) {
    return ConfigUtil.splitPath(path).getLast().equals(ConfigUtil.splitPath(name).getLast());
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
