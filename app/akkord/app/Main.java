package akkord.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "akkord",
    description = "A clustered WebRTC SFU that speaks LiveKit's protocol.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {ServerCommand.class, CreateTokenCommand.class, GenerateKeysCommand.class})
public final class Main implements Runnable {
  private Main() {}

  /** Runs the command named in {@code args}; the process ends with its exit code. */
  public static void main(String[] args) {
    int code = new CommandLine(new Main()).execute(args);
    if (code != CommandLine.ExitCode.OK) {
      System.exit(code);
    }
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
