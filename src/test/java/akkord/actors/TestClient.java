package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akkord.actors.participant.JoinOptions;
import akkord.actors.participant.JoinReply;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantMemo;
import akkord.actors.participant.SignalLoss;
import akkord.proto.JoinResponse;
import akkord.proto.ParticipantInfo;
import akkord.proto.SessionDescription;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.SignalResponse.MessageCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A client with its signal connection, as participants see it. */
public final class TestClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Entities entities;
  private final JoinOptions options;
  private final ActorTestKit kit;
  private TestProbe<SignalResponse> responses;
  private TestProbe<ParticipantMemo> memory;
  private TestProbe<JoinReply> replies;
  private String session;
  private ActorRef<Participant.Command> participant;

  /** A client that has not joined yet. */
  public TestClient(ActorTestKit kit, Entities entities, JoinOptions options) {
    this.entities = entities;
    this.options = options;
    this.kit = kit;
    openSocket();
  }

  private void openSocket() {
    responses = kit.createTestProbe();
    memory = kit.createTestProbe();
    replies = kit.createTestProbe();
  }

  /** Joins and is let in. */
  public JoinResponse join() {
    entity()
        .tell(new Participant.Join(options, responses.getRef(), memory.getRef(), replies.getRef()));
    accept(replies.expectMessageClass(JoinReply.Accepted.class, PATIENCE));
    return next(MessageCase.JOIN).getJoin();
  }

  /** Joins and is refused. */
  public JoinReply.Refused joinInVain() {
    entity()
        .tell(new Participant.Join(options, responses.getRef(), memory.getRef(), replies.getRef()));
    return replies.expectMessageClass(JoinReply.Refused.class, PATIENCE);
  }

  /** Goes on with its session on another socket. */
  public void reconnect() {
    tryToReconnect(session);
    accept(replies.expectMessageClass(JoinReply.Accepted.class, PATIENCE));
  }

  /** Tries so in vain. */
  public <T extends JoinReply> T reconnectInVain(String sid, Class<T> reply) {
    tryToReconnect(sid);
    return replies.expectMessageClass(reply, PATIENCE);
  }

  private void tryToReconnect(String sid) {
    openSocket();
    entity()
        .tell(
            new Participant.Reconnect(
                options, sid, responses.getRef(), memory.getRef(), replies.getRef()));
  }

  /** What its present socket is told. */
  public TestProbe<JoinReply> replies() {
    return replies;
  }

  /** Its socket is closed by the server, which says nothing. */
  public void expectRelease() {
    replies.expectMessageClass(JoinReply.Released.class, PATIENCE);
  }

  private akka.cluster.sharding.typed.javadsl.EntityRef<Participant.Command> entity() {
    return entities.participant(options.room(), options.identity());
  }

  private void accept(JoinReply.Accepted accepted) {
    session = accepted.session();
    participant = accepted.participant();
  }

  /** The sid of the session. */
  public String sid() {
    return session;
  }

  /** Its participant's actor. */
  public ActorRef<Participant.Command> participant() {
    return participant;
  }

  /** Says something. */
  public void say(Consumer<SignalRequest.Builder> what) {
    SignalRequest.Builder request = SignalRequest.newBuilder();
    what.accept(request);
    participant.tell(new Participant.Signal(session, request.build(), kit.system().ignoreRef()));
  }

  /** Offers. */
  public void offer(int id, String sdp) {
    say(
        request ->
            request.setOffer(
                SessionDescription.newBuilder().setType("offer").setId(id).setSdp(sdp)));
  }

  /** Offers and gets an answer; what comes before it is passed over. */
  public SessionDescription negotiate(int id, String sdp) {
    offer(id, sdp);
    SessionDescription answer = until(MessageCase.ANSWER).getAnswer();
    assertEquals(id, answer.getId());
    return answer;
  }

  /** Loses its socket. */
  public void hangUp(SignalLoss why) {
    participant.tell(new Participant.SignalClosed(session, responses.getRef(), why));
  }

  /** The participant crashed: brings it back as the edge does. */
  public void resume() {
    List<ParticipantMemo> memos = drain(memory);
    ParticipantMemo newest = memos.get(memos.size() - 1);
    for (int i = 0; i < 20; i++) {
      entity()
          .tell(
              new Participant.Resume(
                  options, newest, responses.getRef(), memory.getRef(), replies.getRef()));
      try {
        accept(replies.expectMessageClass(JoinReply.Accepted.class, Duration.ofSeconds(1)));
        return;
      } catch (AssertionError e) {
        // A message to an actor that has just died is lost: again.
      }
    }
    throw new AssertionError("does not come back");
  }

  /** The next message, which is of this kind. */
  public SignalResponse next(MessageCase kind) {
    SignalResponse response = responses.receiveMessage(PATIENCE);
    assertEquals(kind, response.getMessageCase(), response::toString);
    return response;
  }

  /** The next message of this kind; others are passed over. */
  public SignalResponse until(MessageCase kind) {
    return until(response -> response.getMessageCase() == kind);
  }

  /** The next message of a sort; others are passed over. */
  public SignalResponse until(Predicate<SignalResponse> sort) {
    while (true) {
      SignalResponse response = responses.receiveMessage(PATIENCE);
      if (sort.test(response)) {
        return response;
      }
    }
  }

  /** The next news of a participant that fits; other messages are passed over. */
  public ParticipantInfo sees(Predicate<ParticipantInfo> sort) {
    while (true) {
      for (ParticipantInfo info : until(MessageCase.UPDATE).getUpdate().getParticipantsList()) {
        if (sort.test(info)) {
          return info;
        }
      }
    }
  }

  /** Everything that has arrived. */
  public List<SignalResponse> drain() {
    return drain(responses);
  }

  private static <T> List<T> drain(TestProbe<T> probe) {
    List<T> received = new ArrayList<>();
    while (true) {
      try {
        received.add(probe.receiveMessage(Duration.ofMillis(500)));
      } catch (AssertionError e) {
        return received;
      }
    }
  }
}
