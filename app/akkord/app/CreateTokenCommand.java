package akkord.app;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Mints a token with which a client joins a room. */
@Command(
    name = "create-token",
    aliases = "create-join-token",
    description = "Prints an access token with which a client may join a room.",
    mixinStandardHelpOptions = true)
final class CreateTokenCommand implements Runnable {
  @Option(
      names = "--api-key",
      required = true,
      defaultValue = "${env:LIVEKIT_API_KEY}",
      description = "API key (environment: LIVEKIT_API_KEY).")
  private String apiKey;

  @Option(
      names = "--api-secret",
      required = true,
      defaultValue = "${env:LIVEKIT_API_SECRET}",
      description = "Its secret (environment: LIVEKIT_API_SECRET).")
  private String apiSecret;

  @Option(names = "--room", required = true, description = "Name of the room.")
  private String room;

  @Option(
      names = {"--identity", "-i"},
      required = true,
      description = "Identity of the participant, unique in its room.")
  private String identity;

  @Option(names = "--name", description = "Name shown to others.")
  private Optional<String> name;

  @Option(
      names = "--valid-for",
      defaultValue = "PT6H",
      description = "How long it may be used, as an ISO 8601 duration (default: ${DEFAULT-VALUE}).")
  private Duration validFor;

  @Override
  public void run() {
    System.out.println(
        AccessToken.mint(
            apiKey,
            apiSecret,
            identity,
            name.orElse(""),
            VideoGrant.join(room),
            Instant.now(),
            validFor));
  }
}
