package akkord.app;

import akkord.app.config.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be used; the message names each, says why, and what to write instead. */
final class InvalidSetting extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  InvalidSetting(String key, String problem) {
    this(List.of(new Problem(key, problem)));
  }

  InvalidSetting(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** One at least. */
  List<Problem> problems() {
    return problems;
  }
}
