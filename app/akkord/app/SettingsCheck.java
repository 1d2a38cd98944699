package akkord.app;

import akkord.app.config.Problem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;

/** Finds every value that cannot be used: what was found is put right, then looked again. */
final class SettingsCheck {
  private static final int MAX_PROBLEMS = 100;

  private SettingsCheck() {}

  /**
   * All problems of {@code config}, in the order of reading.
   *
   * @param defaults values that are known to be right
   */
  static List<Problem> problems(Config config, Config defaults) {
    List<Problem> problems = new ArrayList<>();
    Config next = config;
    while (problems.size() < MAX_PROBLEMS) {
      try {
        Settings.from(next);
        return problems;
      } catch (InvalidSetting e) {
        List<Problem> found = e.problems();
        if (problems.containsAll(found)) {
          return problems;
        }
        problems.addAll(found);
        for (Problem problem : found) {
          next = repair(next, problem.key(), defaults);
        }
      }
    }
    return problems;
  }

  private static Config repair(Config config, String key, Config defaults) {
    if (key.equals("keys") || key.startsWith("keys.")) {
      return config
          .withoutPath("keys")
          .withValue("keys.any", ConfigValueFactory.fromAnyRef("a key that is right"));
    }
    return defaults.hasPath(key) ? config.withValue(key, defaults.getValue(key)) : config;
  }
}
