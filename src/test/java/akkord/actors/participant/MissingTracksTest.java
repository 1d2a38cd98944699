package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akkord.actors.ActorSettings;
import akkord.actors.FakeEntities;
import akkord.actors.FakeMediaNode;
import akkord.actors.Samples;
import akkord.actors.Transports;
import akkord.actors.room.Room;
import akkord.media.MediaEvent;
import akkord.proto.ParticipantInfo;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.SubscriptionError;
import akkord.proto.SubscriptionResponse;
import akkord.proto.UpdateSubscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MissingTracksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ActorTestKit kit;
  private ManualTime time;
  private TestProbe<SignalResponse> client;
  private TestProbe<ParticipantMemo> memory;
  private TestProbe<Room.Command> room;
  private FakeMediaNode node;
  private ActorRef<Participant.Command> participant;
  private String sid;

  @BeforeEach
  void join() {
    kit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(kit.system());
    client = kit.createTestProbe();
    memory = kit.createTestProbe();
    room = kit.createTestProbe();
    node = new FakeMediaNode(kit);
    participant = spawn();
    TestProbe<JoinReply> replies = kit.createTestProbe();
    participant.tell(
        new Participant.Join(
            Samples.options("r", "alice"), client.getRef(), memory.getRef(), replies.getRef()));
    Room.Join join = room.expectMessageClass(Room.Join.class, PATIENCE);
    sid = join.joiner().info().getSid();
    participant.tell(
        new Participant.Admitted(
            sid,
            akkord.proto.Room.getDefaultInstance(),
            node.placement(),
            List.of(),
            Map.of(),
            room.getRef()));
    until(SignalResponse.MessageCase.JOIN);
    connect();
  }

  private ActorRef<Participant.Command> spawn() {
    FakeEntities entities =
        new FakeEntities(
            room.getRef(),
            kit.<Participant.Command>createTestProbe().getRef(),
            kit.<akkord.actors.track.Track.Command>createTestProbe().getRef(),
            kit.<akkord.actors.room.RoomDirectory.Command>createTestProbe().getRef());
    return kit.spawn(
        Participant.create(
            ActorSettings.defaults("ND_test"),
            entities,
            kit.<akka.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand>createTestProbe()
                .getRef()));
  }

  /** Whoever does not connect within a minute is removed. */
  private void connect() {
    node.report(
        new MediaEvent.TransportConnected(sid, Transports.publisher(sid), "192.0.2.1:5000", "GCM"));
    until(SignalResponse.MessageCase.UPDATE);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private SignalResponse until(SignalResponse.MessageCase kind) {
    while (true) {
      SignalResponse response = client.receiveMessage(PATIENCE);
      if (response.getMessageCase() == kind) {
        return response;
      }
    }
  }

  private void choose(boolean subscribe, String... tracks) {
    UpdateSubscription choice =
        UpdateSubscription.newBuilder()
            .setSubscribe(subscribe)
            .addAllTrackSids(List.of(tracks))
            .build();
    say(SignalRequest.newBuilder().setSubscription(choice));
  }

  private void say(SignalRequest.Builder request) {
    participant.tell(new Participant.Signal(sid, request.build()));
  }

  private void sees(String... tracks) {
    ParticipantInfo.Builder info = Samples.participant("PA_bob", "bob").toBuilder();
    for (String track : tracks) {
      info.addTracks(Samples.video(track));
    }
    participant.tell(
        new Participant.OthersChanged(ParticipantUpdates.messages(List.of(info.build()))));
  }

  /** Lets time pass once the participant has dealt with everything before. */
  private void seconds(int seconds) {
    TestProbe<ParticipantReply> probe = kit.createTestProbe();
    participant.tell(new Participant.Administer(new ParticipantOrder.Describe(), probe.getRef()));
    probe.receiveMessage(PATIENCE);
    time.timePasses(Duration.ofSeconds(seconds));
  }

  private void expectNotFound(String track) {
    assertEquals(
        SubscriptionResponse.newBuilder()
            .setTrackSid(track)
            .setErr(SubscriptionError.SE_TRACK_NOTFOUND)
            .build(),
        until(SignalResponse.MessageCase.SUBSCRIPTION_RESPONSE).getSubscriptionResponse());
  }

  @Test
  void aTrackThatDoesNotComeInAMinuteIsNotFound() {
    choose(true, "TR_none", "TR_late");
    seconds(30);
    sees("TR_late");
    choose(true, "TR_later");
    seconds(31);
    expectNotFound("TR_none");
    seconds(30);
    expectNotFound("TR_later"); // TR_late would have come before
  }

  @Test
  void whatIsNotWantedAnyMoreIsNotAwaited() {
    choose(true, "TR_1", "TR_2");
    seconds(50);
    choose(false, "TR_1", "TR_2");
    choose(true, "TR_1");
    seconds(50);
    choose(true, "TR_3");
    seconds(10);
    expectNotFound("TR_1");
    seconds(50);
    expectNotFound("TR_3"); // TR_2 would have come before
  }

  @Test
  void aParticipantThatComesBackGoesOnWaiting() {
    choose(true, "TR_none");
    seconds(30);
    ParticipantMemo memo = memory.receiveMessage(PATIENCE);
    while (!memo.subscriptions().choices().containsKey("TR_none")) {
      memo = memory.receiveMessage(PATIENCE);
    }
    participant.tell(Participant.Stop.INSTANCE);
    kit.<Object>createTestProbe().expectTerminated(participant, PATIENCE);
    participant = spawn();
    TestProbe<JoinReply> replies = kit.createTestProbe();
    participant.tell(
        new Participant.Resume(
            Samples.options("r", "alice"),
            memo,
            client.getRef(),
            memory.getRef(),
            replies.getRef()));
    replies.expectMessageClass(JoinReply.Accepted.class, PATIENCE);
    seconds(61);
    expectNotFound("TR_none");
  }

  @Test
  void givingUpIsForWhatIsMissingAndWanted() {
    Subscriptions subscriptions = new Subscriptions("PA_me", Samples.options("r", "me"));
    assertFalse(subscriptions.giveUp("TR_never"));
    subscriptions.choose(
        UpdateSubscription.newBuilder().setSubscribe(false).addTrackSids("TR_not").build());
    assertFalse(subscriptions.giveUp("TR_not"));
    assertEquals(java.util.Set.of(), subscriptions.missing());
  }
}
