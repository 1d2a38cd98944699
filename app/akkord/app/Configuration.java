package akkord.app;

import akkord.app.config.KeyFile;
import akkord.app.config.LiveKitSettings;
import akkord.app.config.Problem;
import akkord.app.config.SettingNames;
import akkord.app.config.StrictYaml;
import akkord.app.config.Unreadable;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the configuration: command line over environment over file over {@code application.conf}.
 * The file is HOCON or a {@code livekit.yaml}; a name in it that nobody knows is refused.
 */
final class Configuration {
  /**
   * What the command line says.
   *
   * @param values by setting's path
   * @param keys {@code key: secret} each
   */
  record Overrides(Map<String, Object> values, List<String> keys) {}

  /**
   * Where the settings that differ stand.
   *
   * @param file HOCON if its name ends in .conf, .hocon or .json, else YAML
   * @param body YAML, goes before the file as with LiveKit
   * @param strict whether an unknown name is refused, not only told
   */
  record Source(Optional<Path> file, Optional<String> body, boolean strict) {
    /** Nothing differs. */
    static final Source NONE = new Source(Optional.empty(), Optional.empty(), true);
  }

  private static final String KEYS = "keys";
  private static final String KEY_FILE = "key_file";
  private static final List<String> HOCON = List.of(".conf", ".hocon", ".json");

  private final boolean dev;
  private final Source source;
  private final Overrides overrides;
  private final Map<String, String> environment;
  private final List<String> notes = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  Configuration(boolean dev, Source source, Overrides overrides, Map<String, String> environment) {
    this.dev = dev;
    this.source = source;
    this.overrides = overrides;
    this.environment = Map.copyOf(environment);
  }

  /**
   * What may be started with.
   *
   * @param config libraries' settings included
   * @param notes what has no effect and why; no reason not to start
   */
  record Loaded(Config config, Settings settings, List<String> notes) {}

  /**
   * Reads and checks everything.
   *
   * @throws InvalidSetting with every problem that can be found at once
   */
  Loaded load() throws InvalidSetting {
    Config config = resolve();
    problems.addAll(SettingsCheck.problems(config, ConfigFactory.load()));
    if (!problems.isEmpty()) {
      throw new InvalidSetting(problems);
    }
    return new Loaded(config, Settings.from(config), List.copyOf(notes));
  }

  private Config resolve() throws InvalidSetting {
    Config ours = ConfigFactory.parseResources("application.conf");
    try {
      Config merged =
          commandLine().withFallback(Environment.settings(ours, environment)).withFallback(file());
      merged = names(LiveKitSettings.translate(merged), ours);
      merged = keyFile(merged);
      merged = dev ? development(merged) : merged;
      return merged.withFallback(ConfigFactory.load()).resolve();
    } catch (Unreadable e) {
      problems.add(e.problem());
      throw new InvalidSetting(problems);
    } catch (ConfigException e) {
      throw new InvalidSetting("configuration", "cannot be read: " + e.getMessage());
    }
  }

  private Config file() throws Unreadable, InvalidSetting {
    if (source.body().isPresent()) {
      return StrictYaml.parse(source.body().get(), "--config-body");
    }
    if (source.file().isEmpty()) {
      return ConfigFactory.empty();
    }
    Path path = source.file().get();
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new InvalidSetting("--config", path + " cannot be read: there is no such file for us");
    }
    if (HOCON.stream().anyMatch(path.toString()::endsWith)) {
      return ConfigFactory.parseFile(path.toFile());
    }
    try {
      return StrictYaml.parse(Files.readString(path), path.getFileName().toString());
    } catch (IOException e) {
      throw new InvalidSetting("--config", path + " is no text in UTF-8");
    }
  }

  private Config names(Config written, Config known) {
    SettingNames.Findings findings = SettingNames.check(written, known);
    notes.addAll(findings.ineffective());
    if (source.strict()) {
      problems.addAll(findings.unknown());
    } else {
      findings.unknown().forEach(unknown -> notes.add(unknown.toString()));
    }
    Config kept = written;
    for (Problem unknown : findings.unknown()) {
      kept = kept.withoutPath(unknown.key());
    }
    return kept;
  }

  /** Row CF-04: a key file goes before keys. */
  private static Config keyFile(Config written) throws Unreadable {
    if (!written.hasPath(KEY_FILE) || written.getString(KEY_FILE).isEmpty()) {
      return written;
    }
    Path file = Path.of(written.getString(KEY_FILE));
    return written
        .withoutPath(KEYS)
        .withValue(KEYS, ConfigValueFactory.fromMap(KeyFile.read(file), file.toString()));
  }

  private Config commandLine() throws InvalidSetting {
    Map<String, Object> values = new HashMap<>(overrides.values());
    for (String pair : overrides.keys()) {
      int colon = pair.indexOf(':');
      if (colon <= 0) {
        throw new InvalidSetting("--keys", "write it as \"key: secret\"");
      }
      String key = ConfigUtil.joinPath(KEYS, pair.substring(0, colon).trim());
      values.put(key, pair.substring(colon + 1).trim());
    }
    return ConfigFactory.parseMap(values, "command line");
  }

  /** CF-03: known keys and loopback, unless something else is said. */
  private static Config development(Config written) {
    Map<String, Object> values = new HashMap<>();
    values.put("development", true);
    if (!written.hasPath("bind_addresses")) {
      values.put("bind_addresses", Loopback.addresses());
      values.put("rtc.enable_loopback_candidate", true);
    }
    if (!written.hasPath(KEYS)) {
      values.put("keys.devkey", "secret");
    }
    return written.withFallback(ConfigFactory.parseMap(values, "--dev"));
  }
}
