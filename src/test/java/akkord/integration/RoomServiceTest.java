package akkord.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.RunningServer;
import akkord.proto.DisconnectReason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livekit.server.RoomServiceClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import livekit.LivekitModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.Response;

/** The room service, as the unmodified Java SDK and as raw requests see it. */
class RoomServiceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVICE = "/twirp/livekit.RoomService/";

  private static RunningServer server;
  private static Clients clients;
  private static RoomServiceClient sdk;
  private static String http;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer(1);
    clients = new Clients();
    http = server.url().replace("ws:", "http:");
    sdk = RoomServiceClient.createClient(http, "devkey", "secret");
  }

  @AfterAll
  static void stop() {
    clients.close();
    server.close();
  }

  private static <T> T ok(Call<T> call) throws IOException {
    Response<T> response = call.execute();
    assertTrue(response.isSuccessful(), () -> response.code() + " " + response.message());
    return response.body();
  }

  /** "status code: message" of a call that fails. */
  private static String failure(Call<?> call) throws IOException {
    Response<?> response = call.execute();
    assertFalse(response.isSuccessful());
    JsonNode body = JSON.readTree(response.errorBody().string());
    return "%d %s: %s"
        .formatted(response.code(), body.get("code").asText(), body.get("msg").asText());
  }

  @Test
  void theSdkCreatesChangesListsAndDeletesRooms() throws IOException {
    LivekitModels.Room room = ok(sdk.createRoom("java", 60, 3, null, "first"));
    assertTrue(room.getSid().startsWith("RM_"));
    assertEquals(60, room.getEmptyTimeout());
    assertEquals(3, room.getMaxParticipants());
    assertEquals("second", ok(sdk.updateRoomMetadata("java", "second")).getMetadata());
    assertEquals(
        List.of("second"),
        ok(sdk.listRooms(List.of("java"))).stream().map(LivekitModels.Room::getMetadata).toList());
    assertTrue(
        ok(sdk.listRooms()).stream().anyMatch(listed -> listed.getSid().equals(room.getSid())));
    ok(sdk.deleteRoom("java"));
    assertEquals("404 not_found: requested room does not exist", failure(sdk.deleteRoom("java")));
    assertEquals(List.of(), ok(sdk.listParticipants("java")));
  }

  @Test
  void theSdkChangesMutesAndRemovesParticipants() throws IOException {
    try (Peer alice = Peer.publisher(clients, "alice", 1000).join(server.url(), "admin");
        Peer bob = Peer.listener(clients, "bob").join(server.url(), "admin")) {
      alice.awaitConnected();
      bob.awaitConnected();
      String track =
          Await.value(() -> bob.conversation().track("alice", false), () -> "a track; " + bob)
              .getSid();
      assertEquals(
          List.of("alice", "bob"),
          ok(sdk.listParticipants("admin")).stream()
              .map(LivekitModels.ParticipantInfo::getIdentity)
              .toList());
      assertEquals("alice", ok(sdk.getParticipant("admin", "alice")).getName());
      LivekitModels.ParticipantInfo changed =
          ok(
              sdk.updateParticipant(
                  "admin",
                  "alice",
                  "Alice",
                  "known",
                  LivekitModels.ParticipantPermission.newBuilder().setCanSubscribe(true).build(),
                  Map.of("role", "host")));
      assertEquals("known", changed.getMetadata());
      assertEquals("host", changed.getAttributesOrThrow("role"));
      assertFalse(changed.getPermission().getCanPublishData());
      Await.until(
          () ->
              bob.conversation()
                  .other("alice")
                  .filter(info -> info.getName().equals("Alice"))
                  .isPresent(),
          () -> "bob is told; " + bob);
      ok(sdk.updateSubscriptions("admin", "bob", List.of(track), false));
      assertEquals(
          "404 not_found: participant does not exist",
          failure(sdk.updateSubscriptions("admin", "nobody", List.of(track), false)));

      ok(sdk.removeParticipant("admin", "bob"));
      assertEquals(
          DisconnectReason.PARTICIPANT_REMOVED,
          Await.value(() -> bob.conversation().leave(), () -> "a leave; " + bob).getReason());
      assertEquals(
          "404 not_found: participant does not exist",
          failure(sdk.removeParticipant("admin", "bob")));
      ok(sdk.deleteRoom("admin"));
      assertEquals(
          DisconnectReason.ROOM_DELETED,
          Await.value(() -> alice.conversation().leave(), () -> "a leave; " + alice).getReason());
    }
  }

  @Test
  void theSdkMutesTracks() throws IOException {
    try (Peer alice = Peer.publisher(clients, "alice", 1000).join(server.url(), "mute");
        Peer bob = Peer.listener(clients, "bob").join(server.url(), "mute")) {
      alice.awaitConnected();
      bob.awaitConnected();
      String track =
          Await.value(() -> bob.conversation().track("alice", false), () -> "a track; " + bob)
              .getSid();
      assertTrue(ok(sdk.mutePublishedTrack("mute", "alice", track, true)).getMuted());
      Await.until(
          () ->
              bob.conversation().track("alice", false).filter(info -> info.getMuted()).isPresent(),
          () -> "bob is told; " + bob);
      assertTrue(
          failure(sdk.mutePublishedTrack("mute", "alice", track, false))
              .startsWith("412 failed_precondition: remote unmute not enabled"));
    }
  }

  @Test
  void theSdkHearsWhatCannotBeDone() throws IOException {
    assertEquals(
        "404 not_found: requested room does not exist",
        failure(
            sdk.sendData(
                "java", new byte[] {1}, LivekitModels.DataPacket.Kind.RELIABLE, List.of())));
    assertTrue(
        failure(sdk.forwardParticipant("java", "alice", "elsewhere"))
            .startsWith("501 unimplemented"));
    assertEquals(
        "400 invalid_argument: the destination must be another room",
        failure(sdk.moveParticipant("java", "alice", "java")));
  }

  private static VideoGrant grant(
      boolean create, boolean list, boolean admin, String room, String destination) {
    return new VideoGrant(
        create,
        list,
        false,
        admin,
        false,
        room,
        true,
        true,
        true,
        List.of(),
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        destination);
  }

  private static String token(VideoGrant grant) {
    return AccessToken.mint(
        "devkey", "secret", "", "", grant, Instant.now(), Duration.ofMinutes(1));
  }

  private static HttpResponse<String> send(
      String path, Optional<String> token, String type, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(http + path)).header("Content-Type", type).POST(body);
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return clients.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static HttpResponse<String> json(String method, Optional<String> token, String body) {
    return send(SERVICE + method, token, "application/json", BodyPublishers.ofString(body));
  }

  private static void assertError(int status, String code, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals("application/json", response.headers().firstValue("content-type").orElse(""));
    try {
      assertEquals(code, JSON.readTree(response.body()).get("code").asText());
    } catch (IOException noJson) {
      throw new AssertionError(response.body(), noJson);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, greet, 1, 0, 404, not_found",
    "nobody, greet, 15360, 50000, 404, not_found",
    "nobody, greet, 15361, 0, 400, malformed",
    "nobody, greet, 1, 50001, 400, invalid_argument",
    "nobody, greet, 1, 4294967295, 400, invalid_argument",
    "nobody, '', 1, 0, 400, invalid_argument",
    "'', greet, 1, 0, 400, invalid_argument"
  })
  void callsOfMethodsThatCannotBe(
      String identity, String method, int size, long timeout, int status, String code) {
    String body =
        "{\"room\":\"r\",\"destination_identity\":\"%s\",\"method\":\"%s\",\"payload\":\"%s\",\"response_timeout_ms\":%d}"
            .formatted(identity, method, "x".repeat(size), timeout);
    assertError(status, code, json("PerformRpc", Optional.of(token(ALL)), body));
  }

  private static final VideoGrant ALL = grant(true, true, true, "r", "d");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CreateRoom",
        "ListRooms",
        "GetRoom",
        "DeleteRoom",
        "ListParticipants",
        "GetParticipant",
        "RemoveParticipant",
        "MutePublishedTrack",
        "UpdateParticipant",
        "UpdateSubscriptions",
        "SendData",
        "UpdateRoomMetadata",
        "ForwardParticipant",
        "MoveParticipant",
        "PerformRpc"
      })
  void everyMethodAsksForItsGrant(String method) {
    String body =
        "{\"name\":\"r\",\"room\":\"r\",\"identity\":\"a\",\"destination_identity\":\"a\","
            + "\"destination_room\":\"d\"}";
    VideoGrant wrong =
        switch (method) {
          case "CreateRoom", "DeleteRoom" -> grant(false, true, true, "r", "d");
          case "ListRooms", "GetRoom" -> grant(true, false, true, "r", "d");
          case "ForwardParticipant", "MoveParticipant" -> grant(true, true, true, "r", "other");
          default -> grant(true, true, true, "other", "d");
        };
    assertError(401, "unauthenticated", json(method, Optional.empty(), body));
    assertError(401, "unauthenticated", json(method, Optional.of(token(wrong)), body));
    assertError(
        401, "unauthenticated", json(method, Optional.of(token(VideoGrant.join("r"))), body));
    HttpResponse<String> allowed = json(method, Optional.of(token(ALL)), body);
    assertFalse(allowed.statusCode() == 401, allowed.body());
    HttpResponse<String> invalid = json(method, Optional.of("x.y.z"), body);
    assertEquals("401 invalid authorization token", invalid.statusCode() + " " + invalid.body());
  }

  @ParameterizedTest
  @CsvSource({
    "/twirp/livekit.RoomService/Nothing, application/json",
    "/twirp/livekit.RoomService/, application/json",
    "/twirp/livekit.Nothing/CreateRoom, application/json",
    "/twirp/, application/json",
    "/twirp/livekit.RoomService/ListRooms, text/plain",
    "/twirp/livekit.RoomService/ListRooms/x, application/json"
  })
  void whatCannotBeRoutedIsABadRoute(String path, String type) {
    assertError(
        404, "bad_route", send(path, Optional.of(token(ALL)), type, BodyPublishers.ofString("{}")));
  }

  @Test
  void otherMethodsOfHttpAreABadRoute() throws Exception {
    HttpRequest get =
        HttpRequest.newBuilder(URI.create(http + SERVICE + "ListRooms"))
            .header("Authorization", "Bearer " + token(ALL))
            .build();
    assertError(404, "bad_route", clients.http.send(get, HttpResponse.BodyHandlers.ofString()));
  }

  @Test
  void bodiesAreBounded() {
    byte[] large = new byte[11 << 20];
    HttpResponse<String> announced =
        send(
            SERVICE + "ListRooms",
            Optional.of(token(ALL)),
            "application/json",
            BodyPublishers.ofByteArray(large));
    assertEquals("413 request body too large", announced.statusCode() + " " + announced.body());
    HttpResponse<String> chunked =
        send(
            SERVICE + "ListRooms",
            Optional.of(token(ALL)),
            "application/json",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
    assertEquals("413 request body too large", chunked.statusCode() + " " + chunked.body());
    // Nine megabytes are read, and turn out to be no JSON.
    assertError(
        400,
        "malformed",
        send(
            SERVICE + "ListRooms",
            Optional.of(token(ALL)),
            "application/json",
            BodyPublishers.ofByteArray(new byte[9 << 20])));
  }

  @Test
  void malformedBodiesAreMalformed() {
    assertError(400, "malformed", json("CreateRoom", Optional.of(token(ALL)), "{\"name\":5}"));
    assertError(400, "malformed", json("CreateRoom", Optional.of(token(ALL)), "{\"name\":"));
    assertError(
        400,
        "malformed",
        send(
            SERVICE + "CreateRoom",
            Optional.of(token(ALL)),
            "application/protobuf",
            BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 1, 2, 3})));
  }

  @Test
  void theCallersTimeoutIsHeeded() {
    String path = SERVICE + "ListRooms";
    for (String millis : List.of("10000", "soon", "-1", "0")) {
      HttpResponse<String> answered =
          send(
              path,
              Optional.of(token(ALL)),
              "application/json",
              BodyPublishers.ofString("{}"),
              "X-Twirp-Timeout-Ms",
              millis);
      assertEquals(200, answered.statusCode(), millis);
    }
  }

  @Test
  void theFirstReleasesPathsWork() throws IOException {
    Optional<String> token = Optional.of(token(ALL));
    HttpResponse<String> created =
        send(
            "/livekit.RoomService/CreateRoom",
            token,
            "application/json",
            BodyPublishers.ofString("{}"));
    assertEquals(200, created.statusCode(), created.body());
    String name = JSON.readTree(created.body()).get("name").asText();
    assertTrue(name.startsWith("RM_"), name);
    HttpResponse<String> got = json("GetRoom", token, "{\"room\":\"" + name + "\"}");
    assertEquals(JSON.readTree(created.body()).get("sid"), JSON.readTree(got.body()).get("sid"));
    assertError(404, "not_found", json("GetRoom", token, "{\"room\":\"absent\"}"));
  }

  @Test
  void unknownPresetsAndRecordingsAreRefused() throws IOException {
    assertError(
        400,
        "invalid_argument",
        json("CreateRoom", Optional.of(token(ALL)), "{\"name\":\"p\",\"room_preset\":\"none\"}"));
    assertError(
        500,
        "internal",
        json("CreateRoom", Optional.of(token(ALL)), "{\"name\":\"p\",\"egress\":{\"room\":{}}}"));
    assertNull(ok(sdk.deleteRoom(ok(sdk.createRoom("p2")).getName())));
  }
}
