package akkord.app;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.cli.ApiOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Mints a token with which a client joins a room. */
@Command(
    name = "create-token",
    aliases = "create-join-token",
    description = "Prints an access token; with no key given, one for a server started with --dev.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CreateTokenCommand implements Callable<Integer> {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhd])");

  @Spec private CommandSpec spec;

  @Option(
      names = {"--room", "--r"},
      required = true,
      description = "Name of the room.")
  private String room;

  @Option(
      names = {"--identity", "-i", "--p"},
      required = true,
      description = "Identity of the participant, unique in its room.")
  private String identity;

  @Option(names = "--name", defaultValue = "", description = "Name shown to others.")
  private String name;

  @Option(
      names = "--join",
      description = "Allows to join the room; so by default when nothing else is allowed.")
  private boolean join;

  @Option(names = "--admin", description = "Allows to manage the room.")
  private boolean admin;

  @Option(names = "--create", description = "Allows to create rooms.")
  private boolean create;

  @Option(
      names = "--valid-for",
      paramLabel = "TIME",
      defaultValue = "6h",
      description = "How long it may be used: 30s, 5m, 6h, 30d (default: ${DEFAULT-VALUE}).")
  private String validFor;

  @Option(names = "--list", description = "Allows to list rooms.")
  private boolean list;

  @Option(names = "--recorder", description = "Joins hidden from others, to record.")
  private boolean recorder;

  @Mixin private ApiOptions server;

  @Override
  public Integer call() {
    if (server.apiSecret().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--api-secret must not be empty");
    }
    String token =
        AccessToken.mint(
            server.apiKey(),
            server.apiSecret(),
            identity,
            name,
            grant(),
            Instant.now(),
            parse(validFor));
    spec.commandLine().getOut().println(token);
    return ExitCode.OK;
  }

  private VideoGrant grant() {
    boolean joins = join || !(admin || create || list);
    return new VideoGrant(
        create, list, false, admin, joins, room, !recorder, true, !recorder, List.of(), false,
        false, recorder, recorder, false, false, false, "");
  }

  private Duration parse(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "--valid-for must be a number with s, m, h or d, for example 6h, not " + text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
