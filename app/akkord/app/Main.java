package akkord.app;

import akkord.app.cli.ListNodesCommand;
import akkord.app.cli.ParticipantCommands;
import akkord.app.cli.RoomCommands;
import akkord.app.join.JoinCommand;
import java.util.logging.LogManager;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "akkord",
    description = "A clustered WebRTC SFU that speaks LiveKit's protocol.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      ServerCommand.class,
      CheckConfigCommand.class,
      CreateTokenCommand.class,
      GenerateKeysCommand.class,
      RehearseCommand.class,
      JoinCommand.class,
      PortsCommand.class,
      ListNodesCommand.class,
      RoomCommands.Create.class,
      RoomCommands.ListAll.class,
      RoomCommands.Get.class,
      RoomCommands.Delete.class,
      RoomCommands.UpdateMetadata.class,
      ParticipantCommands.ListAll.class,
      ParticipantCommands.Get.class,
      ParticipantCommands.Remove.class,
      ParticipantCommands.Mute.class,
      ParticipantCommands.Update.class,
      ParticipantCommands.UpdateSubscriptions.class,
      AutoComplete.GenerateCompletion.class
    })
public final class Main implements Runnable {
  private Main() {}

  /** Runs the command named in {@code args}; the process ends with its exit code. */
  public static void main(String[] args) {
    // Libraries that log with java.util.logging have nothing to say to an operator.
    LogManager.getLogManager().reset();
    CommandLine commands = commandLine();
    SettingFlags.addTo(commands, args);
    int code = commands.execute(args);
    if (code != CommandLine.ExitCode.OK) {
      System.exit(code);
    }
  }

  /** All commands. */
  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
