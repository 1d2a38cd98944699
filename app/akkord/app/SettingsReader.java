package akkord.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads typed values, each with an error that says where it stands and what it must be. */
final class SettingsReader {
  private final Config config;

  SettingsReader(Config config) {
    this.config = config;
  }

  String string(String path) throws InvalidSetting {
    ConfigValue value = value(path);
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> String.valueOf(value.unwrapped());
      default -> throw wrong(path, "must be a string");
    };
  }

  boolean bool(String path) throws InvalidSetting {
    value(path);
    try {
      return config.getBoolean(path);
    } catch (ConfigException wrongType) {
      throw wrong(path, "must be true or false");
    }
  }

  int number(String path, int min, int max) throws InvalidSetting {
    value(path);
    try {
      int number = config.getInt(path);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (ConfigException wrongType) {
      // Told below, like a number out of its range.
    }
    throw wrong(path, "must be a whole number from " + min + " to " + max);
  }

  Duration seconds(String path) throws InvalidSetting {
    return Duration.ofSeconds(number(path, 0, Integer.MAX_VALUE));
  }

  /** Such as {@code 30s} or {@code 10m}. */
  Duration duration(String path, Duration min, Duration max) throws InvalidSetting {
    value(path);
    try {
      Duration duration = config.getDuration(path);
      if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
        return duration;
      }
    } catch (ConfigException wrongType) {
      // Told below, like a duration out of its range.
    }
    throw wrong(
        path,
        "must be a time such as 30s or 10m, from %d to %d seconds"
            .formatted(min.toSeconds(), max.toSeconds()));
  }

  List<String> strings(String path) throws InvalidSetting {
    ConfigValue value = value(path);
    if (value.valueType() != ConfigValueType.LIST) {
      throw wrong(path, "must be a list of strings, for example [\"a\", \"b\"]");
    }
    List<String> strings = new ArrayList<>();
    for (Object element : (List<?>) value.unwrapped()) {
      if (!(element instanceof String string)) {
        throw wrong(path, "must be a list of strings, for example [\"a\", \"b\"]");
      }
      strings.add(string);
    }
    return strings;
  }

  /** The names and values of an object; names may hold dots, in HOCON they may also be nested. */
  Map<String, String> stringMap(String path, String example) throws InvalidSetting {
    ConfigValue value = value(path);
    if (!(value.unwrapped() instanceof Map<?, ?> entries)) {
      throw wrong(path, "must be an object, for example " + example);
    }
    Map<String, String> strings = new LinkedHashMap<>();
    if (!flatten("", entries, strings)) {
      throw wrong(path, "must be an object, for example " + example);
    }
    return strings;
  }

  /** The members of an object, each an object itself, as JSON. */
  Map<String, String> objects(String path) throws InvalidSetting {
    if (!(value(path) instanceof ConfigObject members)) {
      throw wrong(path, "must be an object of objects");
    }
    Map<String, String> objects = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigValue> member : members.entrySet()) {
      if (member.getValue().valueType() != ConfigValueType.OBJECT) {
        throw wrong(path, "must be an object of objects");
      }
      objects.put(member.getKey(), member.getValue().render(ConfigRenderOptions.concise()));
    }
    return objects;
  }

  private static boolean flatten(String above, Map<?, ?> entries, Map<String, String> strings) {
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String name = above + entry.getKey();
      switch (entry.getValue()) {
        case Map<?, ?> below -> {
          if (!flatten(name + ".", below, strings)) {
            return false;
          }
        }
        case String text -> strings.put(name, text);
        case Number number -> strings.put(name, String.valueOf(number));
        case null, default -> {
          return false;
        }
      }
    }
    return true;
  }

  /** An error about {@code path}, saying what stands there and where; never a secret. */
  InvalidSetting wrong(String path, String what) {
    ConfigValue value = config.getValue(path);
    String shown = path.startsWith("keys") ? "" : ", not " + value.render().replaceAll("\\s+", " ");
    return new InvalidSetting(
        path, "%s%s (%s)".formatted(what, shown, value.origin().description()));
  }

  private ConfigValue value(String path) throws InvalidSetting {
    if (!config.hasPath(path)) {
      throw new InvalidSetting(path, "must not be null: leave it out to get its default");
    }
    return config.getValue(path);
  }
}
