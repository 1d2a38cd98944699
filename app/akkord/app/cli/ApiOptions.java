package akkord.app.cli;

import akkord.proto.Room;
import java.net.URI;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which server, and by which key; LiveKit's names and those of its first releases. */
public final class ApiOptions {
  private static final Map<String, String> SCHEMES = Map.of("ws", "http", "wss", "https");

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"--url", "--host"},
      description = "Server (environment: LIVEKIT_URL; default: http://localhost:7880).")
  private String url;

  @Option(
      names = "--api-key",
      description = "API key (environment: LIVEKIT_API_KEY, LK_API_KEY; default: devkey).")
  private String apiKey;

  @Option(
      names = "--api-secret",
      description = "Its secret (environment: LIVEKIT_API_SECRET, LK_API_SECRET).")
  private String apiSecret;

  /** The API key. */
  public String apiKey() {
    return first(apiKey, "LIVEKIT_API_KEY", "LK_API_KEY", "devkey");
  }

  /** Its secret; empty only if somebody said so. */
  public String apiSecret() {
    return first(apiSecret, "LIVEKIT_API_SECRET", "LK_API_SECRET", "secret");
  }

  /** The server as {@code http://...} or {@code https://...}. */
  public URI url() {
    String text = first(url, "LIVEKIT_URL", "LK_URL", "http://localhost:7880");
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      String scheme = SCHEMES.getOrDefault(uri.getScheme(), uri.getScheme());
      if (uri.getHost() != null && SCHEMES.containsValue(scheme)) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return URI.create(scheme + "://" + uri.getRawAuthority() + path);
      }
    } catch (IllegalArgumentException notAUrl) {
      // Told below, like a scheme that is none of ours.
    }
    throw new ParameterException(
        spec.commandLine(), "--url must be such as http://localhost:7880, not \"" + text + "\"");
  }

  RoomApi api() {
    if (apiSecret().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--api-secret must not be empty");
    }
    return new RoomApi(url(), apiKey(), apiSecret());
  }

  /**
   * The name of the room with this sid, as the server says.
   *
   * @throws ApiFailure if there is none, or no server
   */
  public String roomName(String sid) throws ApiFailure {
    return RoomCommands.rooms(api(), List.of()).stream()
        .filter(room -> room.getSid().equals(sid))
        .map(Room::getName)
        .findFirst()
        .orElseThrow(
            () -> new ApiFailure(ApiFailure.Kind.REFUSED, "there is no room with id " + sid));
  }

  private static String first(String given, String name, String oldName, String otherwise) {
    if (given != null) {
      return given;
    }
    String value = System.getenv(name);
    value = value == null || value.isEmpty() ? System.getenv(oldName) : value;
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
