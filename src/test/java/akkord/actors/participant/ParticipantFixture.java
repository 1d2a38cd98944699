package akkord.actors.participant;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akkord.actors.ActorSettings;
import akkord.actors.FakeEntities;
import akkord.actors.FakeMediaNode;
import akkord.actors.Samples;
import akkord.actors.Transports;
import akkord.actors.room.Room;
import akkord.actors.room.RoomDirectory;
import akkord.actors.track.Track;
import akkord.media.MediaEvent;
import akkord.proto.ParticipantInfo;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A participant, connected and alone with probes, whose time passes when the test says so. */
abstract class ParticipantFixture {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  ActorTestKit kit;
  private ManualTime time;
  TestProbe<SignalResponse> client;
  TestProbe<ParticipantMemo> memory;
  private TestProbe<Room.Command> room;
  TestProbe<Participant.Command> entities;
  FakeMediaNode node;
  ActorRef<Participant.Command> participant;
  String sid;

  @BeforeEach
  void join() {
    kit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(kit.system());
    client = kit.createTestProbe();
    memory = kit.createTestProbe();
    room = kit.createTestProbe();
    entities = kit.createTestProbe();
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

  ActorRef<Participant.Command> spawn() {
    FakeEntities all =
        new FakeEntities(
            room.getRef(),
            entities.getRef(),
            kit.<Track.Command>createTestProbe().getRef(),
            kit.<RoomDirectory.Command>createTestProbe().getRef(),
            Map.of());
    return kit.spawn(
        Participant.create(
            settings(), all, kit.<ClusterSharding.ShardCommand>createTestProbe().getRef()));
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

  SignalResponse until(SignalResponse.MessageCase kind) {
    while (true) {
      SignalResponse response = client.receiveMessage(PATIENCE);
      if (response.getMessageCase() == kind) {
        return response;
      }
    }
  }

  ActorSettings settings() {
    return ActorSettings.defaults("ND_test");
  }

  void say(SignalRequest.Builder request) {
    participant.tell(new Participant.Signal(sid, request.build(), kit.system().ignoreRef()));
  }

  void sees(String... tracks) {
    ParticipantInfo.Builder info = Samples.participant("PA_bob", "bob").toBuilder();
    for (String track : tracks) {
      info.addTracks(Samples.video(track));
    }
    participant.tell(
        new Participant.OthersChanged(ParticipantUpdates.messages(List.of(info.build()))));
  }

  /** Lets time pass once the participant has dealt with everything before. */
  void seconds(int seconds) {
    TestProbe<ParticipantReply> probe = kit.createTestProbe();
    participant.tell(new Participant.Administer(new ParticipantOrder.Describe(), probe.getRef()));
    probe.receiveMessage(PATIENCE);
    time.timePasses(Duration.ofSeconds(seconds));
  }

  /** It crashes and comes back with the newest memo; everything it wrote has come by now. */
  void crash(Predicate<ParticipantMemo> sort) {
    ParticipantMemo memo = memory.receiveMessage(PATIENCE);
    while (!sort.test(memo)) {
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
  }
}
