package akkord.app;

import akkord.app.config.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a configuration as a server would, and explains everything that is wrong with it. */
@Command(
    name = "check-config",
    description = "Explains every problem of a configuration at once; starts nothing.",
    mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOptions options;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --config FILE.")
  private Optional<Path> file;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Configuration.Loaded loaded = options.configuration(file).load();
      loaded.notes().forEach(note -> out.println("no effect: " + note));
      for (String key : loaded.settings().weakKeys()) {
        out.println("weak: keys.%s: use a secret of 32 characters or more".formatted(key));
      }
      out.println("The configuration can be used.");
      return ExitCode.OK;
    } catch (InvalidSetting e) {
      PrintWriter err = spec.commandLine().getErr();
      for (Problem problem : e.problems()) {
        err.println("wrong: " + problem);
      }
      err.printf("%d to put right.%n", e.problems().size());
      return ExitCode.SOFTWARE;
    }
  }
}
