package akkord.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.RunningServer;
import akkord.app.client.SignalClient;
import akkord.integration.Await;
import akkord.integration.Clients;
import akkord.integration.Flow;
import akkord.integration.Peer;
import akkord.proto.ClientInfo;
import akkord.proto.DisconnectReason;
import akkord.proto.JoinRequest;
import akkord.proto.LeaveRequest;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The room service answers for the whole cluster, whichever node is asked. */
@Timeout(120)
class ClusterApiTest {
  private static final JoinRequest JOIN =
      JoinRequest.newBuilder()
          .setClientInfo(
              ClientInfo.newBuilder().setSdk(ClientInfo.SDK.GO).setVersion("2.0.0").setProtocol(17))
          .build();

  private static TestCluster cluster;
  private static Clients clients;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.of(2, TestCluster.PATIENT);
    clients = new Clients();
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    clients.close();
    cluster.close();
  }

  @Test
  void bothNodesListAllRooms() throws Exception {
    String first = cluster.roomOn(cluster.node(0), clients);
    String second = cluster.roomOn(cluster.node(1), clients);
    for (RunningServer node : List.of(cluster.node(0), cluster.node(1))) {
      Await.until(
          () -> {
            String listing = call(node, "ListRooms", "{}", "");
            return listing.contains("\"" + first + "\"") && listing.contains("\"" + second + "\"");
          },
          () -> "both rooms are listed: " + call(node, "ListRooms", "{}", ""));
    }
  }

  @Test
  void whatOneNodeDoesTheOtherKnows() throws Exception {
    RunningServer one = cluster.node(0);
    RunningServer two = cluster.node(1);
    // Wherever it lives, one of these calls is about a room of the other node.
    for (String name : List.of("created", "made", "opened", "begun")) {
      String room = "{\"name\":\"%s\",\"metadata\":\"m\"}".formatted(name);
      assertTrue(call(one, "CreateRoom", room, "").contains("RM_"));
      assertTrue(call(two, "ListRooms", "{}", "").contains("\"" + name + "\""));
      call(two, "UpdateRoomMetadata", "{\"room\":\"%s\",\"metadata\":\"n\"}".formatted(name), name);
      try (Peer alice = Peer.listener(clients, "alice").join(two.url(), name)) {
        String joined = Await.value(() -> alice.conversation().join(), alice::toString).toString();
        assertTrue(joined.contains("metadata: \"n\""), joined);
        String members = call(one, "ListParticipants", "{\"room\":\"%s\"}".formatted(name), name);
        assertTrue(members.contains("\"alice\""), members);
        call(one, "DeleteRoom", "{\"room\":\"%s\"}".formatted(name), "");
        assertEquals(
            DisconnectReason.ROOM_DELETED,
            Await.value(() -> alice.conversation().leave(), alice::toString).getReason());
      }
      assertFalse(call(two, "ListRooms", "{}", "").contains("\"" + name + "\""));
    }
  }

  @Test
  void aRoomGoesToTheNodeThatIsNamed() throws Exception {
    for (int i = 0; i < 4; i++) { // two are somebody else's by their names, most likely
      RunningServer named = cluster.node(i % 2);
      String room = "placed " + i;
      String request = "{\"name\":\"%s\",\"node_id\":\"%s\"}";
      call(cluster.node(0), "CreateRoom", request.formatted(room, TestCluster.id(named)), "");
      try (Peer alice = Peer.publisher(clients, "alice", 1000).join(cluster.node(0).url(), room);
          Peer bob = Peer.listener(clients, "bob").join(cluster.node(1).url(), room)) {
        new Flow(alice.audio(), bob.reception(1000), "alice to bob").awaitMoving();
        assertTrue(TestCluster.ports(named).contains(alice.server().getPort()), alice::toString);
        assertEquals(alice.server(), bob.server());
      }
    }
    HttpResponse<String> absent =
        answer(cluster.node(0), "CreateRoom", "{\"name\":\"x\",\"node_id\":\"ND_nobody\"}", "");
    assertEquals(400, absent.statusCode(), absent::body);
    assertTrue(absent.body().contains("no node of this name is up"), absent::body);
  }

  @Test
  void aRevokedTokenOpensNoNodesDoor() throws Exception {
    String room = "revoked";
    String old = token(room, Instant.now().minusSeconds(100));
    String young = token(room, Instant.now());
    String fromNow = Long.toString(Instant.now().minusSeconds(50).getEpochSecond());
    try (Peer bob = Peer.listener(clients, "bob").join(cluster.node(1).url(), room)) {
      Await.value(() -> bob.conversation().join(), bob::toString);
      for (RunningServer node : List.of(cluster.node(0), cluster.node(1))) {
        assertEquals(200, validate(node, old).statusCode());
      }
      String who = "{\"room\":\"%s\",\"identity\":\"bob\",\"revoke_token_ts\":\"%s\"}";
      call(cluster.node(0), "RemoveParticipant", who.formatted(room, fromNow), room);
      Await.value(() -> bob.conversation().leave(), bob::toString);
    }
    for (RunningServer node : List.of(cluster.node(0), cluster.node(1))) {
      HttpResponse<String> refused = validate(node, old);
      assertEquals(401, refused.statusCode());
      assertEquals("token has been revoked", refused.body());
      assertEquals(401, joinInVain(node, old));
      assertEquals(200, validate(node, young).statusCode());
      List<SignalResponse> heard = new CopyOnWriteArrayList<>();
      try (var socket = SignalClient.join(http, node.url(), young, JOIN, heard::add)) {
        Await.until(() -> heard.stream().anyMatch(SignalResponse::hasJoin), heard::toString);
        socket.send(leave()).join();
      }
    }
  }

  private static int joinInVain(RunningServer node, String token) {
    IOException refused =
        assertThrows(
            IOException.class,
            () -> SignalClient.join(http, node.url(), token, JOIN, response -> {}));
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof WebSocketHandshakeException answered) {
        return answered.getResponse().statusCode();
      }
    }
    throw new AssertionError(refused);
  }

  private static SignalRequest leave() {
    return SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()).build();
  }

  @Test
  void methodsAnswerThroughEitherNode() throws Exception {
    String room = cluster.roomOn(cluster.node(0), clients);
    String request =
        """
        {"room":"%s","destination_identity":"alice","method":"greet","payload":"%s","response_timeout_ms":8000}
        """;
    // Her media is on the first node, her signalling goes through the second.
    try (Peer alice = Peer.talker(clients, "alice").join(cluster.node(1).url(), room)) {
      Await.until(alice::hasData, () -> "data channels; " + alice);
      try (RpcCallee callee = new RpcCallee(alice)) {
        for (RunningServer node : List.of(cluster.node(0), cluster.node(1))) {
          String payload = TestCluster.id(node);
          Await.until( // an ack that a busy machine was too slow for is no answer
              () ->
                  answer(node, "PerformRpc", request.formatted(room, payload), room)
                      .body()
                      .contains("\"payload\":\"" + callee.answerTo(payload) + "\""),
              () -> "an answer; " + alice);
        }
      }
    }
  }

  @Test
  void methodsAreCalledThroughEitherNode() throws Exception {
    String room = cluster.roomOn(cluster.node(1), clients);
    String request = "{\"room\":\"%s\",\"destination_identity\":\"%s\",\"method\":\"greet\"}";
    try (Peer alice = Peer.listener(clients, "alice").join(cluster.node(0).url(), room)) {
      Await.value(() -> alice.conversation().join(), alice::toString);
      for (RunningServer node : List.of(cluster.node(0), cluster.node(1))) {
        // This peer has no data channels, and the server finds out: the answer is its
        // participant's.
        String silent = answer(node, "PerformRpc", request.formatted(room, "alice"), room).body();
        assertTrue(silent.contains("RpcError 1501: "), silent);
        String absent = answer(node, "PerformRpc", request.formatted(room, "bob"), room).body();
        assertTrue(absent.contains("RpcError 1401: "), absent);
      }
    }
  }

  private static String token(String room, Instant issued) {
    return AccessToken.mint(
        "devkey", "secret", "bob", "", VideoGrant.join(room), issued, Duration.ofHours(1));
  }

  private static HttpResponse<String> validate(RunningServer node, String token) throws Exception {
    String uri = node.url().replace("ws:", "http:") + "/rtc/validate?access_token=" + token;
    return http.send(
        HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String call(RunningServer node, String method, String body, String room) {
    HttpResponse<String> response = answer(node, method, body, room);
    assertEquals(200, response.statusCode(), response::body);
    return response.body();
  }

  private static HttpResponse<String> answer(
      RunningServer node, String method, String body, String room) {
    VideoGrant grant = VideoGrant.service(true, true, !room.isEmpty(), room);
    String token =
        AccessToken.mint(
            "devkey", "secret", "back end", "", grant, Instant.now(), Duration.ofHours(1));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    node.url().replace("ws:", "http:") + "/twirp/livekit.RoomService/" + method))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
