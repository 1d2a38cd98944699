package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.ws.Message;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import akkord.actors.Samples;
import akkord.actors.participant.JoinReply;
import akkord.actors.participant.Participant;
import akkord.actors.participant.SignalLoss;
import akkord.api.auth.AccessToken;
import akkord.api.auth.Verification;
import akkord.proto.LeaveRequest;
import akkord.proto.SignalResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A busy machine opens sockets long after their session began. */
class LateSocketTest {
  private ActorTestKit kit;
  private ManualTime time;
  private TestProbe<Participant.Command> participant;
  private Participant.Join join;
  private Opening.Opened opened;

  @BeforeEach
  void joinWithoutSocket() {
    kit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(kit.system());
    participant = kit.createTestProbe();
    TestProbe<Opening> client = kit.createTestProbe();
    ActorRef<SignalConnections.Command> connections =
        kit.spawn(
            SignalConnections.create(
                SignalSettings.defaults(), (room, identity) -> participant.getRef()));
    Verification token =
        AccessToken.verify(TestServer.token("r", "alice"), TestServer.KEYS, Instant.now());
    TokenRenewal tokens =
        new TokenRenewal(TestServer.KEYS, Clock.systemUTC(), ((Verification.Valid) token).claims());
    connections.tell(
        new SignalConnections.Open(
            Samples.options("r", "alice"), tokens, Optional.empty(), 0, client.getRef()));
    join = participant.expectMessageClass(Participant.Join.class);
    join.replyTo().tell(new JoinReply.Accepted("PA_1", participant.getRef(), join.options()));
    join.client().tell(TestServer.joined());
    opened = client.expectMessageClass(Opening.Opened.class);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private SinkQueueWithCancel<Message> openSocket() {
    return Source.<Message>maybe()
        .via(opened.frames())
        .runWith(Sink.<Message>queue(), kit.system());
  }

  private static SignalResponse read(SinkQueueWithCancel<Message> socket) throws Exception {
    return SignalResponse.parseFrom(
        next(socket).orElseThrow().asBinaryMessage().getStrictData().toArrayUnsafe());
  }

  private static Optional<Message> next(SinkQueueWithCancel<Message> socket) throws Exception {
    return socket.pull().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void getsItsFirstMessage() throws Exception {
    time.timePasses(Duration.ofSeconds(59));
    assertTrue(read(openSocket()).hasJoin());
  }

  @Test
  void getsItsLastMessageToo() throws Exception {
    join.client().tell(SignalResponse.newBuilder().setLeave(LeaveRequest.newBuilder()).build());
    time.timePasses(Duration.ofSeconds(59));
    SinkQueueWithCancel<Message> socket = openSocket();
    assertTrue(read(socket).hasJoin());
    assertTrue(read(socket).hasLeave());
    assertEquals(Optional.empty(), next(socket));
  }

  @Test
  void isToldToRejoinIfItsParticipantHasEnded() throws Exception {
    participant.stop();
    SinkQueueWithCancel<Message> socket = openSocket();
    assertTrue(read(socket).hasJoin());
    assertTrue(read(socket).hasLeave());
    assertEquals(Optional.empty(), next(socket));
  }

  @Test
  void isNotWaitedForForEver() {
    time.timePasses(Duration.ofSeconds(61));
    assertEquals(
        SignalLoss.CLIENT_GONE,
        participant.expectMessageClass(Participant.SignalClosed.class).why());
  }
}
