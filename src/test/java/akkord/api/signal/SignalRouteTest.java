package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akkord.actors.participant.JoinReply;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantMemo;
import akkord.actors.participant.SignalLoss;
import akkord.api.auth.VideoGrant;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.MuteTrackRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.Ping;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalRouteTest {
  private static final SignalRequest MUTE =
      SignalRequest.newBuilder()
          .setMute(MuteTrackRequest.newBuilder().setSid("TR_1").setMuted(true))
          .build();

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        new TestServer(
            new SignalSettings(
                false,
                256,
                256,
                20_000,
                List.of(Duration.ofMillis(300), Duration.ofMillis(300)),
                100,
                1 << 20,
                Duration.ofSeconds(10)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A token that may open its room. */
  private static String token(String identity) {
    VideoGrant grant =
        new VideoGrant(
            true, false, false, false, true, "r", true, true, true, List.of(), true, false, false,
            false, false, false, false, "");
    return "access_token=" + TestServer.token(identity, grant);
  }

  /** The edge gives a memo back unread. */
  private static ParticipantMemo memo(String session) {
    ParticipantInfo info = ParticipantInfo.getDefaultInstance();
    return new ParticipantMemo(
        session, info, null, null, false, null, Optional.empty(), null, null, null, null);
  }

  private record Session(TestSocket socket, TestProbe<Participant.Command> participant) {}

  private static Session join() {
    TestSocket socket = server.socket("/rtc?" + token("alice"));
    TestProbe<Participant.Command> participant = server.accept(server.expectJoin());
    assertTrue(socket.nextResponse().hasJoin());
    return new Session(socket, participant);
  }

  private static void expectClosed(TestProbe<Participant.Command> participant, SignalLoss why) {
    Participant.SignalClosed closed =
        participant.expectMessageClass(Participant.SignalClosed.class);
    assertEquals("PA_1", closed.session());
    assertEquals(why, closed.why());
  }

  @Test
  void root() {
    assertEquals("200 OK", server.ask("/"));
    HttpResponse<String> head =
        server.send(
            HttpRequest.newBuilder(server.uri("http", "/"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://a.test")
                .build());
    assertEquals(200, head.statusCode());
    assertEquals(
        List.of("https://a.test"), head.headers().allValues("Access-Control-Allow-Origin"));
    assertEquals(404, server.get("/nothing").statusCode());
  }

  @Test
  void preflight() {
    HttpResponse<String> response =
        server.send(
            HttpRequest.newBuilder(server.uri("http", "/rtc/validate"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://a.test")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization,x-new")
                .build());
    assertEquals(204, response.statusCode());
    assertEquals(
        "authorization, x-new",
        response.headers().firstValue("Access-Control-Allow-Headers").orElse(""));
    assertEquals("86400", response.headers().firstValue("Access-Control-Max-Age").orElse(""));
    assertTrue(
        response.headers().firstValue("Access-Control-Allow-Methods").orElse("").contains("PATCH"));
  }

  @Test
  void validateTable() {
    String good = token("alice");
    assertEquals("200 success", server.ask("/rtc/validate?" + good));
    assertEquals("200 success", server.ask("//rtc/validate?" + good));
    assertEquals(
        "200 success",
        server.ask("/rtc/validate", "Authorization", "Bearer " + good.substring(13)));
    assertEquals("401 permissions denied", server.ask("/rtc/validate"));
    assertEquals(
        "401 invalid authorization header. Must start with Bearer ",
        server.ask("/rtc/validate", "Authorization", "Basic abc"));
    assertEquals(
        "401 invalid authorization token", server.ask("/rtc/validate?access_token=rubbish"));
    assertEquals("400 join_request is required", server.ask("/rtc/v1/validate?" + good));
    String join = "access_token=" + TestServer.token("nowhere", "alice");
    assertEquals("404 requested room does not exist", server.ask("/rtc/validate?" + join));
    String known = "access_token=" + TestServer.token("known", "alice");
    assertEquals("200 success", server.ask("/rtc/validate?" + known));
  }

  @Test
  void aRoomThatIsNotThereIsSaidBeforeWhatWouldBeRefusedInIt() {
    String own = "&attributes=" + "eyJhIjoiYiJ9"; // {"a":"b"}
    String nowhere = "access_token=" + TestServer.token("nowhere", "alice") + own;
    String known = "access_token=" + TestServer.token("known", "alice") + own;
    assertEquals("404 requested room does not exist", server.ask("/rtc/validate?" + nowhere));
    assertEquals("401 permissions denied", server.ask("/rtc/validate?" + known));
    assertEquals("404", server.socket("/rtc?" + nowhere).refusal());
    assertEquals("401", server.socket("/rtc?" + known).refusal());
    String rubbish = "access_token=" + TestServer.token("nowhere", "alice") + "&join_request=%";
    assertEquals(400, server.get("/rtc/v1/validate?" + rubbish.replace("%", "!!")).statusCode());
  }

  @Test
  void probesMayBeReadByAnyPage() {
    for (String query : List.of("", "?" + token("alice"))) {
      HttpResponse<String> response =
          server.get("/rtc/validate" + query, "Origin", "https://a.test");
      assertEquals(List.of("*"), response.headers().allValues("Access-Control-Allow-Origin"));
    }
    assertEquals(
        List.of("https://a.test"),
        server
            .get("/rtc?access_token=x", "Origin", "https://a.test")
            .headers()
            .allValues("Access-Control-Allow-Origin"));
  }

  @Test
  void withoutUpgrade() {
    for (String path : List.of("/rtc", "/rtc/v1")) {
      assertEquals("404 ", server.ask(path + "?" + token("alice")));
      assertEquals("404 ", server.ask(path));
      assertEquals("401 invalid authorization token", server.ask(path + "?access_token=rubbish"));
    }
  }

  @Test
  void tokenOf100Kilobytes() {
    VideoGrant grant = VideoGrant.join("known");
    String token = TestServer.token("i", grant);
    String big =
        akkord.api.auth.AccessToken.mint(
            "devkey",
            "secret",
            "i",
            "n".repeat(80_000),
            grant,
            java.time.Instant.now(),
            Duration.ofHours(1));
    assertTrue(big.length() > 100_000 && token.length() < 1000);
    assertEquals("200 success", server.ask("/rtc/validate?access_token=" + big));
    assertEquals("200 success", server.ask("/rtc/validate", "Authorization", "Bearer " + big));
    int tooLong = server.get("/rtc/validate?access_token=" + "x".repeat(300_000)).statusCode();
    assertEquals(414, tooLong);
  }

  @Test
  void refusalsAreStatusesOfTheUpgrade() {
    assertEquals("401", server.socket("/rtc").refusal());
    assertEquals("400", server.socket("/rtc/v1?" + token("alice")).refusal());
    TestSocket full = server.socket("/rtc?" + token("alice"));
    server.expectJoin().replyTo().tell(new JoinReply.Refused(503, "full"));
    assertEquals("503", full.refusal());
  }

  @Test
  void socketOpensOnlyWhenTheSessionHasSpoken() {
    TestSocket socket = server.socket("/rtc?" + token("alice"));
    Participant.Join join = server.expectJoin();
    assertFalse(socket.isOpen());
    TestProbe<Participant.Command> participant =
        server.kit.createTestProbe(Participant.Command.class);
    join.replyTo().tell(new JoinReply.Accepted("PA_1", participant.getRef(), join.options()));
    assertFalse(socket.isOpen());
    join.client().tell(TestServer.joined());
    assertEquals("1.2.3", socket.nextResponse().getJoin().getServerVersion());
    socket.close();
    expectClosed(participant, SignalLoss.CLIENT_GONE);
  }

  @Test
  void silentParticipantIsTriedAgainAndThenGivenUp() {
    TestSocket socket = server.socket("/rtc?" + token("alice"));
    server.expectJoin();
    server.expectJoin();
    assertEquals("500", socket.refusal());
    server.entity.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void requestsReachTheParticipantAndResponsesTheClient() {
    TestSocket socket = server.socket("/rtc?" + token("alice"));
    Participant.Join join = server.expectJoin();
    TestProbe<Participant.Command> participant = server.accept(join);
    assertTrue(socket.nextResponse().hasJoin());
    socket.send(MUTE);
    TestServer.take(participant, MUTE);
    SignalResponse response = SignalResponse.newBuilder().setRefreshToken("t").build();
    join.client().tell(response);
    assertEquals(response, socket.nextResponse());
    socket.close();
    expectClosed(participant, SignalLoss.CLIENT_GONE);
  }

  @Test
  void pingsAreAnsweredInMilliseconds() {
    Session session = join();
    long before = System.currentTimeMillis();
    session.socket().send(SignalRequest.newBuilder().setPing(5).build());
    session
        .socket()
        .send(SignalRequest.newBuilder().setPingReq(Ping.newBuilder().setTimestamp(77)).build());
    assertTrue(session.socket().nextResponse().getPong() >= before);
    SignalResponse second = session.socket().nextResponse();
    assertEquals(77, second.getPongResp().getLastPingTimestamp());
    assertTrue(second.getPongResp().getTimestamp() >= before);
    session.socket().close();
  }

  @Test
  void answersTakeTheFormatOfTheLastFrame() {
    Session session = join();
    session.socket().send("{\"pingReq\":{\"timestamp\":\"9\"},\"fromTheFuture\":{\"a\":[1]}}");
    String text = session.socket().next().text();
    assertTrue(text.startsWith("{\"pongResp\":{\"lastPingTimestamp\":\"9\""), text);
    session.socket().send("{\"mute\":{\"sid\":\"TR_1\",\"muted\":true}}");
    TestServer.take(session.participant(), MUTE);
    session.socket().send(SignalRequest.newBuilder().setPing(5).build());
    assertTrue(session.socket().nextResponse().getPong() > 0);
    session.socket().close();
  }

  @Test
  void unknownRequestsAreIgnored() {
    Session session = join();
    session.socket().send(new byte[] {(byte) 0xfa, 0x3f, 2, 8, 1}); // field 1023
    session.socket().send(new byte[0]);
    session.socket().send("{\"aRequestOfTheFuture\":{}}");
    session.socket().send(SignalRequest.newBuilder().setPing(1).build());
    assertTrue(session.socket().nextResponse().getPong() > 0);
    session.participant().expectNoMessage(Duration.ofMillis(50));
    session.socket().close();
  }

  @Test
  void fragmentsAreGathered() {
    Session session = join();
    SignalRequest large =
        SignalRequest.newBuilder()
            .setMute(MuteTrackRequest.newBuilder().setSid("s".repeat(15_000)))
            .build();
    session.socket().sendFragmented(large.toByteArray());
    TestServer.take(session.participant(), large);
    session.socket().close();
  }

  @Test
  void framesThatAreNotSignallingCloseTheSocketAndHarmNobodyElse() {
    Session witness = join();
    for (Object bad : List.of("not JSON", "[]", "\"x\"", "{", new byte[] {-1, -1, -1, -1})) {
      Session session = join();
      switch (bad) {
        case String text -> session.socket().send(text);
        case byte[] bytes -> session.socket().send(bytes);
        default -> throw new AssertionError();
      }
      expectClosed(session.participant(), SignalLoss.BAD_FRAME);
      assertEquals(1000, session.socket().next().closeCode());
    }
    witness.socket().send(MUTE);
    TestServer.take(witness.participant(), MUTE);
    witness.socket().close();
  }

  @Test
  void messagesThatAreTooLargeCloseTheSocketWithTheCodeForThat() {
    Session whole = join();
    whole.socket().send(new byte[20_001]);
    Session fragmented = join();
    fragmented.socket().sendFragmented(new byte[30_000]);
    for (Session session : List.of(whole, fragmented)) {
      expectClosed(session.participant(), SignalLoss.BAD_FRAME);
      assertEquals(1009, session.socket().next().closeCode());
    }
  }

  @Test
  void leaveIsWrittenBeforeTheSocketCloses() {
    TestSocket socket = server.socket("/rtc?" + token("alice"));
    Participant.Join join = server.expectJoin();
    TestProbe<Participant.Command> participant = server.accept(join);
    join.client()
        .tell(
            SignalResponse.newBuilder()
                .setLeave(LeaveRequest.newBuilder().setReason(DisconnectReason.DUPLICATE_IDENTITY))
                .build());
    join.client().tell(TestServer.joined());
    participant.stop();
    assertTrue(socket.nextResponse().hasJoin());
    assertEquals(DisconnectReason.DUPLICATE_IDENTITY, socket.nextResponse().getLeave().getReason());
    assertEquals(1000, socket.next().closeCode());
    server.entity.expectNoMessage(Duration.ofMillis(300));
  }

  @Test
  void leaveMayBeTheFirstWord() {
    TestSocket socket = server.socket("/rtc?" + token("alice"));
    Participant.Join join = server.expectJoin();
    TestProbe<Participant.Command> participant =
        server.kit.createTestProbe(Participant.Command.class);
    join.replyTo().tell(new JoinReply.Accepted("PA_1", participant.getRef(), join.options()));
    join.client().tell(Leaves.rejoin(17));
    assertTrue(socket.nextResponse().hasLeave());
    assertEquals(1000, socket.next().closeCode());
  }

  @Test
  void clientThatLeavesIsNotReportedTwice() {
    Session session = join();
    session.socket().send(TestServer.LEAVE);
    TestServer.take(session.participant(), TestServer.LEAVE);
    session.socket().close();
    session.participant().expectNoMessage(Duration.ofMillis(100));
    server.entity.expectNoMessage(Duration.ofMillis(300));
  }

  @Test
  void deadParticipantIsBroughtBackWithItsNewestMemo() {
    TestSocket socket = server.socket("/rtc?" + token("alice"));
    Participant.Join join = server.expectJoin();
    TestProbe<Participant.Command> first = server.accept(join);
    assertTrue(socket.nextResponse().hasJoin());
    join.memory().tell(memo("old"));
    join.memory().tell(memo("PA_1"));
    assertTrue(socket.nextResponse().hasRefreshToken(), "the memo has arrived");
    first.stop();
    Participant.Resume resume = server.entity.expectMessageClass(Participant.Resume.class);
    assertEquals(memo("PA_1"), resume.memo());
    assertEquals(join.options(), resume.options());
    socket.send(MUTE); // waits for the participant
    resume = server.entity.expectMessageClass(Participant.Resume.class); // asked until answered
    TestProbe<Participant.Command> second = server.kit.createTestProbe(Participant.Command.class);
    resume.replyTo().tell(new JoinReply.Accepted("PA_1", second.getRef(), resume.options()));
    TestServer.take(second, MUTE);
    resume.client().tell(SignalResponse.newBuilder().setRefreshToken("back").build());
    assertEquals("back", socket.nextResponse().getRefreshToken());
    socket.close();
    expectClosed(second, SignalLoss.CLIENT_GONE);
  }

  @Test
  void whatADyingParticipantDidNotTakeIsForTheNextOne() {
    for (SignalRequest request : List.of(MUTE, TestServer.LEAVE)) {
      TestSocket socket = server.socket("/rtc?" + token("alice"));
      Participant.Join join = server.expectJoin();
      TestProbe<Participant.Command> first = server.accept(join);
      assertTrue(socket.nextResponse().hasJoin());
      join.memory().tell(memo("PA_1"));
      assertTrue(socket.nextResponse().hasRefreshToken());
      socket.send(request);
      first.expectMessageClass(Participant.Signal.class);
      first.stop();
      TestProbe<Participant.Command> second = resume();
      TestServer.take(second, request);
      second.stop();
      if (request.hasLeave()) {
        assertEquals(1000, socket.next().closeCode());
      } else {
        TestProbe<Participant.Command> third = resume();
        third.expectNoMessage(Duration.ofMillis(300));
        socket.close();
      }
    }
  }

  private static TestProbe<Participant.Command> resume() {
    Participant.Resume resume = server.entity.expectMessageClass(Participant.Resume.class);
    TestProbe<Participant.Command> next = server.kit.createTestProbe(Participant.Command.class);
    resume.replyTo().tell(new JoinReply.Accepted("PA_1", next.getRef(), resume.options()));
    return next;
  }

  @Test
  void clientRejoinsWhenItsParticipantCannotComeBack() {
    TestSocket socket = server.socket("/rtc?" + token("alice"));
    Participant.Join join = server.expectJoin();
    TestProbe<Participant.Command> participant = server.accept(join);
    assertTrue(socket.nextResponse().hasJoin());
    join.memory().tell(memo("PA_1"));
    participant.stop();
    server
        .entity
        .expectMessageClass(Participant.Resume.class)
        .replyTo()
        .tell(new JoinReply.Refused(404, "the room has ended"));
    assertTrue(socket.nextResponse().hasRefreshToken());
    assertTrue(socket.nextResponse().getLeave().getCanReconnect());
    assertEquals(1000, socket.next().closeCode());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientThatStopsReadingIsDropped(boolean afterItOpened) throws IOException {
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4096);
      slow.setSoTimeout(20_000);
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port));
      slow.getOutputStream().write(upgradeRequest("slow").getBytes(StandardCharsets.US_ASCII));
      Participant.Join join = server.expectJoin();
      TestProbe<Participant.Command> participant = server.accept(join);
      if (afterItOpened) {
        assertTrue(slow.getInputStream().read() >= 0);
      }
      SignalResponse large =
          SignalResponse.newBuilder().setRefreshToken("t".repeat(100_000)).build();
      for (int i = 0; i < 200; i++) {
        join.client().tell(large);
      }
      expectClosed(participant, SignalLoss.TOO_SLOW);
      assertTrue(readToTheEnd(slow) < 19_000_000, "was given everything");
    }
  }

  /** The queue is never full here: only time tells that nobody reads. */
  @Test
  void clientThatStopsReadingIsDroppedThoughThereIsRoom() throws IOException {
    SignalSettings roomy =
        new SignalSettings(
            true,
            256,
            256,
            20_000,
            List.of(Duration.ofSeconds(3)),
            1000,
            1 << 30,
            Duration.ofSeconds(1));
    try (TestServer patient = new TestServer(roomy);
        Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4096);
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), patient.port));
      slow.getOutputStream().write(upgradeRequest("slow").getBytes(StandardCharsets.US_ASCII));
      Participant.Join join = patient.expectJoin();
      TestProbe<Participant.Command> participant = patient.accept(join);
      assertTrue(slow.getInputStream().read() >= 0);
      SignalResponse large =
          SignalResponse.newBuilder().setRefreshToken("t".repeat(100_000)).build();
      for (int i = 0; i < 300; i++) {
        join.client().tell(large);
      }
      Participant.SignalClosed closed =
          participant.expectMessageClass(Participant.SignalClosed.class, Duration.ofSeconds(30));
      assertEquals(SignalLoss.TOO_SLOW, closed.why());
    }
  }

  private static String upgradeRequest(String identity) {
    return "GET /rtc?%s HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            .formatted(token(identity))
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
  }

  private static long readToTheEnd(Socket socket) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long read = 0;
    try {
      for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
        read += n;
      }
    } catch (SocketException reset) {
      assertTrue(read > 0, reset.getMessage());
    }
    return read;
  }
}
