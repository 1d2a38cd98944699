package akkord.api.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Query parameters, read leniently: empty pairs are skipped (the Go SDK sends {@code &&}), a broken
 * escape stays as it is, the first of several values counts.
 *
 * @param values decoded, by decoded name
 */
public record QueryString(Map<String, String> values) {
  /** Parses what stands behind the question mark. */
  public static QueryString parse(String raw) {
    Map<String, String> values = new LinkedHashMap<>();
    int start = 0;
    while (start <= raw.length()) {
      int end = raw.indexOf('&', start);
      end = end < 0 ? raw.length() : end;
      if (end > start) {
        String pair = raw.substring(start, end);
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.putIfAbsent(decode(name), decode(value));
      }
      start = end + 1;
    }
    return new QueryString(values);
  }

  /** The value of {@code name}; empty when absent. */
  public String get(String name) {
    return values.getOrDefault(name, "");
  }

  /** Whether {@code name} is given at all. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** {@code 1} and {@code true} mean yes, absent means {@code absentValue}, all else no. */
  public boolean flag(String name, boolean absentValue) {
    String value = get(name);
    return value.isEmpty() ? absentValue : value.equals("1") || value.equals("true");
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return text;
    }
  }
}
