package akkord.app.config;

import com.typesafe.config.ConfigUtil;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the name that was probably meant. */
final class Names {
  private static final int MAX_DISTANCE = 3;

  private Names() {}

  /** The nearest of {@code known}: the same last name elsewhere, else few letters away. */
  static Optional<String> nearest(String path, Collection<String> known) {
    List<String> sorted = known.stream().sorted().toList();
    return sorted.stream()
        .filter(name -> lastName(path).equals(lastName(name)))
        .findFirst()
        .or(
            () ->
                sorted.stream()
                    .min(Comparator.comparingInt(name -> distance(path, name)))
                    .filter(name -> distance(path, name) <= MAX_DISTANCE));
  }

  private static String lastName(String path) {
    return ConfigUtil.splitPath(path).getLast();
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
