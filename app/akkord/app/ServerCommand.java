package akkord.app;

import akkord.app.config.Problem;
import akkord.app.log.Logs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts a server. */
@Command(name = "server", description = "Starts a server.", mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOptions options;

  @Override
  public Integer call() {
    try {
      Configuration.Loaded loaded = options.configuration(Optional.empty()).load();
      Logs.configure(loaded.settings().log());
      loaded
          .notes()
          .forEach(note -> spec.commandLine().getErr().println("akkord: no effect: " + note));
      List<Problem> taken = PortCheck.problems(loaded.settings(), loaded.config());
      if (!taken.isEmpty()) {
        throw new InvalidSetting(taken);
      }
      Server.start(loaded.settings(), loaded.config());
      return ExitCode.OK;
    } catch (InvalidSetting e) {
      e.problems().forEach(problem -> spec.commandLine().getErr().println("akkord: " + problem));
      return ExitCode.USAGE;
    }
  }
}
