package akkord.app.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share that call the room API: the server, {@code --json}, exit codes. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the server refused; its reason is printed",
      "2:wrong options",
      "3:no server answered"
    })
abstract class ApiCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions server;

  @Option(names = "--json", description = "Prints the server's answer as JSON.")
  private boolean json;

  @Override
  public final Integer call() {
    RoomApi api = server.api();
    Progress progress = Progress.of("Waiting for " + server.url());
    try {
      run(api, out());
      return ExitCode.OK;
    } catch (ApiFailure e) {
      spec.commandLine().getErr().println("akkord: " + e.getMessage());
      return e.exitCode();
    } finally {
      progress.close();
    }
  }

  /** Calls and prints. */
  abstract void run(RoomApi api, PrintWriter out) throws ApiFailure;

  final boolean json() {
    return json;
  }

  final CommandSpec spec() {
    return spec;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
