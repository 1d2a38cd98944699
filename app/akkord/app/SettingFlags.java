package akkord.app;

import akkord.app.config.SettingNames;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every single setting is an option too, which no help page shows, as with LiveKit's server: {@code
 * --rtc.node_ip 203.0.113.7}. Only those that are used are made.
 */
final class SettingFlags {
  private static final Pattern FLAG =
      Pattern.compile("--(?<name>[A-Za-z_]\\w*(?:\\.[A-Za-z_][\\w-]*)*)(?<value>=.*)?");

  private final Config known = ConfigFactory.parseResources("application.conf");
  private final CommandSpec command;
  private final ConfigurationOptions options;

  private SettingFlags(CommandSpec command, ConfigurationOptions options) {
    this.command = command;
    this.options = options;
  }

  /** Gives the commands that read settings the options for those in {@code args}. */
  static void addTo(CommandLine commands, String... args) {
    CommandLine named = args.length == 0 ? null : commands.getSubcommands().get(args[0]);
    if (named == null) {
      return;
    }
    for (CommandSpec mixin : named.getCommandSpec().mixins().values()) {
      if (mixin.userObject() instanceof ConfigurationOptions options) {
        new SettingFlags(named.getCommandSpec(), options).add(args);
      }
    }
  }

  private void add(String... args) {
    for (String arg : args) {
      var flag = FLAG.matcher(arg);
      if (flag.matches() && command.findOption("--" + flag.group("name")) == null) {
        add(flag.group("name"), flag.group("value") != null);
      }
    }
  }

  private void add(String name, boolean hasValue) {
    // Of a name that looks like a setting's and is none, the configuration says which it may be.
    if (!name.contains(".") && !SettingNames.isKnown(name, known)) {
      return;
    }
    OptionSpec.Builder option =
        OptionSpec.builder("--" + name)
            .hidden(true)
            .setter(
                new CommandLine.Model.ISetter() {
                  @Override
                  public <T> T set(T value) {
                    if (value != null) { // which is how an option begins
                      options.set(name, value.toString());
                    }
                    return value;
                  }
                });
    boolean truth = isTruth(name) && !hasValue;
    command.addOption(
        truth
            ? option.type(Boolean.class).arity("0").build()
            : option.type(String.class).arity("0..1").fallbackValue("true").build());
  }

  private boolean isTruth(String name) {
    return known.hasPath(name) && known.getValue(name).valueType() == ConfigValueType.BOOLEAN;
  }
}
