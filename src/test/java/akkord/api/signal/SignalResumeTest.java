package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akkord.actors.participant.JoinReply;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantMemo;
import akkord.api.auth.AccessToken;
import akkord.api.auth.Claims;
import akkord.api.auth.Verification;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.LeaveRequest.Action;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.ReconnectResponse;
import akkord.proto.Room;
import akkord.proto.SignalResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sockets that go on with a session, and the tokens that bring clients back. */
class SignalResumeTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(SignalSettings.defaults());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String query(String more) {
    return "access_token=" + TestServer.token("room", "alice") + "&" + more;
  }

  private static Participant.Reconnect expectReconnect() {
    return server.entity.expectMessageClass(Participant.Reconnect.class);
  }

  private static TestProbe<Participant.Command> accept(Participant.Reconnect reconnect) {
    TestProbe<Participant.Command> participant =
        server.kit.createTestProbe(Participant.Command.class);
    reconnect
        .client()
        .tell(
            SignalResponse.newBuilder()
                .setReconnect(ReconnectResponse.getDefaultInstance())
                .build());
    reconnect
        .replyTo()
        .tell(new JoinReply.Accepted("PA_1", participant.getRef(), reconnect.options()));
    return participant;
  }

  @Test
  void aSocketGoesOnWithItsSession() {
    TestSocket socket = server.socket("/rtc?" + query("reconnect=1&sid=PA_1&protocol=17&sdk=js"));
    Participant.Reconnect reconnect = expectReconnect();
    assertEquals("PA_1", reconnect.session());
    assertEquals("alice", reconnect.options().identity());
    TestProbe<Participant.Command> participant = accept(reconnect);
    assertTrue(socket.nextResponse().hasReconnect());
    socket.send(TestServer.LEAVE);
    TestServer.take(participant, TestServer.LEAVE);
  }

  @Test
  void whereThereIsNoSessionTheClientIsToldToJoinAnew() {
    for (String protocol : new String[] {"12", "17"}) {
      TestSocket socket = server.socket("/rtc?" + query("reconnect=1&protocol=" + protocol));
      Participant.Reconnect reconnect = expectReconnect();
      assertEquals("", reconnect.session());
      reconnect
          .replyTo()
          .tell(new JoinReply.NoSession(DisconnectReason.STATE_MISMATCH, Action.RECONNECT));
      LeaveRequest leave = socket.nextResponse().getLeave();
      assertEquals(DisconnectReason.STATE_MISMATCH, leave.getReason());
      boolean knowsActions = protocol.equals("17");
      assertEquals(!knowsActions, leave.getCanReconnect());
      assertEquals(knowsActions ? Action.RECONNECT : Action.DISCONNECT, leave.getAction());
      assertEquals(1000, socket.next().closeCode());
    }
  }

  @Test
  void aReleasedSocketClosesWithoutAWord() {
    TestSocket socket = server.socket("/rtc?" + query("reconnect=1"));
    Participant.Reconnect reconnect = expectReconnect();
    TestProbe<Participant.Command> participant = accept(reconnect);
    assertTrue(socket.nextResponse().hasReconnect());
    reconnect.replyTo().tell(new JoinReply.Released());
    assertEquals(1000, socket.next().closeCode());
    participant.expectNoMessage(Duration.ofMillis(300));
  }

  @Test
  void tokensAreRenewedAtOnceAndWhenTheirBearerChanges() {
    TestSocket socket = server.socket("/rtc?" + query("protocol=17"));
    Participant.Join join = server.expectJoin();
    server.accept(join);
    assertTrue(socket.nextResponse().hasJoin());
    ParticipantInfo.Builder alice =
        ParticipantInfo.newBuilder()
            .setSid("PA_1")
            .setMetadata("old")
            .setPermission(ParticipantPermission.newBuilder().setCanSubscribe(true));
    join.memory().tell(memo(alice.build()));
    Claims first = claims(socket.nextResponse().getRefreshToken());
    assertEquals("alice", first.identity());
    assertEquals("old", first.metadata());
    assertTrue(first.video().orElseThrow().roomJoin());
    assertEquals("room", first.video().orElseThrow().room());
    assertTrue(first.video().orElseThrow().canSubscribe());
    assertFalse(first.video().orElseThrow().canPublish());
    assertTrue(first.expiresAt() > Instant.now().plusSeconds(3500).getEpochSecond(), "as before");

    join.memory().tell(memo(alice.setState(ParticipantInfo.State.ACTIVE).build()));
    join.memory().tell(memo(alice.setMetadata("new").putAttributes("k", "v").build()));
    Claims second = claims(socket.nextResponse().getRefreshToken());
    assertEquals("new", second.metadata());
    assertEquals("v", second.attributes().get("k"));
    socket.close();
  }

  private static Claims claims(String token) {
    Verification.Valid valid =
        assertInstanceOf(
            Verification.Valid.class, AccessToken.verify(token, TestServer.KEYS, Instant.now()));
    return valid.claims();
  }

  private static ParticipantMemo memo(ParticipantInfo info) {
    return new ParticipantMemo(
        info.getSid(),
        info,
        Room.getDefaultInstance(),
        null,
        true,
        null,
        Optional.empty(),
        null,
        null,
        Set.of(),
        null);
  }
}
