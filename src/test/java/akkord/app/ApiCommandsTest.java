package akkord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.api.auth.AccessToken;
import akkord.api.auth.ApiKeys;
import akkord.api.auth.Verification;
import akkord.api.auth.VideoGrant;
import akkord.proto.CreateRoomRequest;
import akkord.proto.ListParticipantsResponse;
import akkord.proto.ListRoomsRequest;
import akkord.proto.ListRoomsResponse;
import akkord.proto.MuteRoomTrackRequest;
import akkord.proto.MuteRoomTrackResponse;
import akkord.proto.ParticipantInfo;
import akkord.proto.Room;
import akkord.proto.RoomParticipantIdentity;
import akkord.proto.TrackInfo;
import akkord.proto.UpdateParticipantRequest;
import akkord.proto.UpdateSubscriptionsRequest;
import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands that call the room API, against a server that answers what the test says. */
class ApiCommandsTest {
  private record Result(int code, String out, String err) {}

  private HttpServer server;
  private volatile int status = 200;
  private volatile byte[] answer = {};
  private volatile String path = "";
  private volatile byte[] body = {};
  private volatile VideoGrant grant;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    path = exchange.getRequestURI().getPath();
    body = exchange.getRequestBody().readAllBytes();
    String token = exchange.getRequestHeaders().getFirst("Authorization").substring(7);
    grant =
        assertInstanceOf(
                Verification.Valid.class,
                AccessToken.verify(token, new ApiKeys(Map.of("devkey", "secret")), Instant.now()))
            .claims()
            .video()
            .orElseThrow();
    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private void answers(Message message) {
    answer = message.toByteArray();
  }

  private void refuses(int code, String text) {
    status = code;
    answer = text.getBytes(StandardCharsets.UTF_8);
  }

  private Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String url = "--url=ws://localhost:" + server.getAddress().getPort();
    int code =
        line.execute(Stream.concat(Arrays.stream(args), Stream.of(url)).toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  @Test
  void createRoomAsInTheFirstReleases() throws IOException {
    answers(
        Room.newBuilder().setSid("RM_1").setName("my room").setCreationTime(1607240104).build());
    Result result =
        run("create-room", "--name", "my room", "--empty-timeout=7", "--max-participants=2");
    assertEquals(0, result.code(), result.err());
    assertEquals("/twirp/livekit.RoomService/CreateRoom", path);
    CreateRoomRequest request = CreateRoomRequest.parseFrom(body);
    assertEquals(
        "my room 7 2",
        request.getName() + " " + request.getEmptyTimeout() + " " + request.getMaxParticipants());
    assertTrue(grant.roomCreate() && !grant.roomAdmin() && !grant.roomJoin());
    assertTrue(result.out().contains("\"creation_time\": \"1607240104\""), result.out());
    assertEquals(0, run("create-room").code());
    assertEquals(36, CreateRoomRequest.parseFrom(body).getName().length());
  }

  @Test
  void listRoomsAsTableAndJson() throws IOException {
    answers(
        ListRoomsResponse.newBuilder()
            .addRooms(Room.newBuilder().setSid("RM_1").setName("a\nb").setNumParticipants(3))
            .build());
    Result table = run("list-rooms", "a", "b");
    assertEquals(List.of("a", "b"), ListRoomsRequest.parseFrom(body).getNamesList());
    assertTrue(grant.roomList());
    assertEquals(2, table.out().lines().count(), table.out());
    assertTrue(table.out().contains("RM_1  a b   3 "), table.out());
    assertTrue(run("list-rooms", "--json").out().startsWith("[{\"sid\":\"RM_1\""));
    assertTrue(run("get-room", "a").out().contains("\"num_participants\": 3"));
    answers(ListRoomsResponse.getDefaultInstance());
    Result none = run("get-room", "--room=x");
    assertEquals(1, none.code());
    assertEquals("akkord: there is no room \"x\"", none.err().strip());
  }

  @Test
  void participantsAreListedRemovedMutedAndChanged() throws IOException {
    answers(
        ListParticipantsResponse.newBuilder()
            .addParticipants(
                ParticipantInfo.newBuilder()
                    .setIdentity("al")
                    .setState(ParticipantInfo.State.ACTIVE)
                    .addTracks(TrackInfo.newBuilder().setSid("TR_1").setMuted(true)))
            .build());
    Result list = run("list-participants", "r");
    assertTrue(list.out().contains("active  TR_1 unknown (muted)"), list.out());
    assertTrue(grant.roomAdmin());
    assertEquals("r", grant.room());

    answer = new byte[0];
    assertEquals(
        0, run("remove-participant", "--room=r", "--identity=al", "--revoke-token").code());
    assertTrue(RoomParticipantIdentity.parseFrom(body).getRevokeTokenTs() > 0);

    answers(
        MuteRoomTrackResponse.newBuilder().setTrack(TrackInfo.newBuilder().setSid("TR_1")).build());
    assertEquals(0, run("mute-track", "--room=r", "-i=al", "--track=TR_1").code());
    assertTrue(MuteRoomTrackRequest.parseFrom(body).getMuted());
    assertEquals(0, run("mute-track", "--room=r", "-i=al", "--track=TR_1", "--unmute").code());
    assertTrue(!MuteRoomTrackRequest.parseFrom(body).getMuted());

    answers(ParticipantInfo.newBuilder().setIdentity("al").build());
    Result update =
        run(
            "update-participant",
            "--room=r",
            "-i=al",
            "--attribute=a=1",
            "--attribute=b=",
            "--permissions={\"can_publish\":true}");
    assertEquals(0, update.code(), update.err());
    UpdateParticipantRequest request = UpdateParticipantRequest.parseFrom(body);
    assertEquals(Map.of("a", "1", "b", ""), request.getAttributesMap());
    assertTrue(request.getPermission().getCanPublish());
    assertEquals(2, run("update-participant", "--room=r", "-i=al", "--permissions=x").code());

    answer = new byte[0];
    run("update-subscriptions", "--room=r", "-i=al", "--track=T1", "--track=T2", "--unsubscribe");
    UpdateSubscriptionsRequest subscriptions = UpdateSubscriptionsRequest.parseFrom(body);
    assertEquals(List.of("T1", "T2"), subscriptions.getTrackSidsList());
    assertTrue(!subscriptions.getSubscribe());
  }

  @Test
  void refusalsAreExplained() {
    refuses(404, "{\"code\":\"not_found\",\"msg\":\"participant does not exist\"}");
    Result missing = run("get-participant", "--room=r", "--identity=x");
    assertEquals(1, missing.code());
    assertEquals("akkord: participant does not exist (not_found)", missing.err().strip());
    refuses(401, "{\"code\":\"unauthenticated\",\"msg\":\"permissions denied\"}");
    assertTrue(run("list-rooms").err().contains("is --api-key with --api-secret one of"));
    refuses(502, "<html>\nbad gateway");
    assertEquals("akkord: <html> (status 502)", run("delete-room", "r").err().strip());
    status = 200;
    answer = new byte[] {(byte) 0xff, (byte) 0xff};
    assertTrue(run("list-rooms").err().contains("answered with something else"));
  }

  @Test
  void nobodyThereIsAnExitCodeOfItsOwn() {
    server.stop(0);
    Result result = run("list-rooms");
    assertEquals(3, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("is the server running there?"), result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete-room", "list-participants", "get-participant --room=r"})
  void whatIsMissingIsWrongUsage(String command) {
    assertEquals(2, run(command.split(" ", -1)).code());
  }

  @Test
  void shellsCanCompleteCommands() {
    assertTrue(run0("generate-completion").contains("list-participants"));
    String token = run0("create-token", "--join", "--r", "myroom", "--p", "me");
    assertEquals(3, token.strip().split("\\.", -1).length);
  }

  private static String run0(String... args) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    assertEquals(0, line.execute(args));
    return out.toString();
  }
}
