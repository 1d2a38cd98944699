package akkord.app.join;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.cli.ApiFailure;
import akkord.app.cli.ApiOptions;
import akkord.app.file.MediaFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code join}: a participant that plays files, records others and tells what happens. */
@Command(
    name = "join",
    aliases = "join-room",
    description = "Joins a room as a participant: plays files into it, records what others send.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:left, or every file was played once",
      "1:the server refused or ended the stay; its reason is printed",
      "2:wrong options or files",
      "3:no server answered"
    })
public final class JoinCommand implements Callable<Integer> {
  private static final int REFUSED = 1;
  private static final int UNREACHABLE = 3;
  private static final double MAX_FPS = 240;

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions server;

  @Option(names = "--token", description = "Access token; without one, it is made by the API key.")
  private Optional<String> token;

  @Option(
      names = {"--room", "--r"},
      description = "Name of the room, when no token is given.")
  private Optional<String> room;

  @Option(names = "--room-id", paramLabel = "SID", description = "Its sid instead of its name.")
  private Optional<String> roomId;

  @Option(
      names = {"--identity", "-i", "--p"},
      description = "Identity, when no token is given (default: a new one).")
  private Optional<String> identity;

  @Option(
      names = {"--publish", "--audio", "--video"},
      paramLabel = "FILE",
      description =
          "A file to play as a track: .ivf (VP8), .ogg (Opus), .h264 (Annex B); may be repeated.")
  private List<Path> publish = new ArrayList<>();

  @Option(
      names = {"--once", "--exit-after-publish"},
      description = "Plays the files once and leaves; else they begin again at their end.")
  private boolean once;

  @Option(
      names = "--fps",
      defaultValue = "30",
      description = "Pictures a second of an .h264 file, which does not say (default: 30).")
  private double framesPerSecond;

  @Option(
      names = "--record",
      paramLabel = "DIR",
      description = "Writes each track that is received to a file in this folder.")
  private Optional<Path> record;

  @Option(names = "--duration", paramLabel = "SECONDS", description = "Leaves after so long.")
  private Optional<Integer> duration;

  @Option(names = "--json", description = "Tells what happens as JSON, one object a line.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    JoinSession.Options options = options();
    String url = server.url().toString().replaceFirst("^http", "ws").replaceAll("/+$", "");
    String access;
    try {
      access = token.isPresent() ? token.get() : mint();
    } catch (ApiFailure e) {
      return fail(e.exitCode(), e.getMessage());
    }
    Events events = new Events(spec.commandLine().getOut(), json);
    Stay stay = new Stay(options, events, url, access);
    Runtime.getRuntime().addShutdownHook(new Thread(stay::leave, "leave"));
    duration.ifPresent(seconds -> stay.leaveAfter(Duration.ofSeconds(seconds)));
    End end;
    try {
      end = stay.run();
    } catch (IOException refused) {
      return refused(access, refused);
    }
    events.tell("ended", "", "", end.text());
    return end.kind() == End.Kind.DONE ? ExitCode.OK : REFUSED;
  }

  private JoinSession.Options options() {
    if (framesPerSecond < 1 || framesPerSecond > MAX_FPS) {
      throw wrong("--fps must be from 1 to 240");
    }
    List<MediaFile> files = new ArrayList<>();
    try {
      for (Path file : publish) {
        files.add(MediaFile.read(file, framesPerSecond));
      }
      if (record.isPresent()) {
        Files.createDirectories(record.get());
      }
    } catch (IOException e) {
      throw wrong(e.getMessage());
    }
    if (once && files.isEmpty()) {
      throw wrong("--once needs a file: --publish FILE");
    }
    return new JoinSession.Options(files, !once, record);
  }

  private String mint() throws ApiFailure {
    if (room.isEmpty() && roomId.isEmpty()) {
      throw wrong("say which room: --room NAME, --room-id SID or --token TOKEN");
    }
    String name = room.isPresent() ? room.get() : server.roomName(roomId.get());
    String who = identity.orElseGet(() -> "cli-" + UUID.randomUUID().toString().substring(0, 8));
    return AccessToken.mint(
        server.apiKey(),
        server.apiSecret(),
        who,
        "",
        VideoGrant.join(name),
        Instant.now(),
        AccessToken.DEFAULT_VALIDITY);
  }

  /** A refused WebSocket does not say why; the validate path does (section 1.3). */
  private int refused(String access, IOException refused) {
    URI validate = URI.create(server.url().toString().replaceAll("/+$", "") + "/rtc/v1/validate");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(validate).header("Authorization", "Bearer " + access).build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      String text = answer.body().lines().findFirst().orElse("");
      boolean said = answer.statusCode() != 200 && !text.equals("join_request is required");
      return fail(
          REFUSED, said ? text + " (status " + answer.statusCode() + ")" : refused.getMessage());
    } catch (IOException unreachable) {
      return fail(
          UNREACHABLE,
          "no answer from %s: is the server running there? --url or LIVEKIT_URL says where"
              .formatted(server.url()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return REFUSED;
    }
  }

  private int fail(int code, String why) {
    spec.commandLine().getErr().println("akkord: " + why);
    return code;
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
