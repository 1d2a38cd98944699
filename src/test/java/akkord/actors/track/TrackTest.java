package akkord.actors.track;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akkord.actors.FakeMediaNode;
import akkord.actors.Samples;
import akkord.actors.participant.Participant;
import akkord.media.DownTrackSettings;
import akkord.media.MediaEvent;
import akkord.proto.TrackInfo;
import akkord.proto.TrackType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a publisher is told of those who receive its track. */
class TrackTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ActorTestKit kit;
  private ManualTime time;
  private FakeMediaNode node;
  private TestProbe<Participant.Command> publisher;
  private ActorRef<Track.Command> track;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(kit.system());
    node = new FakeMediaNode(kit);
    publisher = kit.createTestProbe();
    TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
    track = kit.spawn(Track.create(shard.getRef()));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void publish(TrackInfo info, boolean again) {
    track.tell(new Track.Publish(info, node.placement(), again, publisher.getRef()));
    publisher.receiveMessage(PATIENCE); // the track is ready
  }

  private void publish() {
    publish(Samples.video("TR_v"), false);
  }

  private void subscribe(String who, int maxSpatial) {
    track.tell(new Track.Subscribe(who, true, new DownTrackSettings(false, maxSpatial, 3)));
    settle();
  }

  private void unsubscribe(String who) {
    track.tell(new Track.Unsubscribe(who));
    settle();
  }

  /** What was told to the track has happened. */
  private void settle() {
    TestProbe<Track.Description> probe = kit.createTestProbe();
    track.tell(new Track.Describe(probe.getRef()));
    probe.receiveMessage(PATIENCE);
  }

  private void pass(int seconds) {
    time.timePasses(Duration.ofSeconds(seconds));
    settle();
  }

  private void expectDemand(int maxSpatial) {
    assertEquals(
        new Participant.DemandChanged("TR_v", maxSpatial), publisher.receiveMessage(PATIENCE));
  }

  private void expectSilence() {
    publisher.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aNewTrackHasTimeToFindSubscribers() {
    publish();
    pass(9);
    expectSilence();
    pass(1);
    expectDemand(LayerDemand.NONE);
    subscribe("PA_b", 2);
    expectDemand(2);
  }

  @Test
  void whoWantsEverythingChangesNothing() {
    publish();
    subscribe("PA_b", 2);
    pass(20);
    expectSilence();
  }

  @Test
  void moreIsToldAtOnceAndLessAfterAWhile() {
    publish();
    subscribe("PA_b", 0);
    pass(10);
    expectDemand(0);
    subscribe("PA_c", 1);
    expectDemand(1);
    unsubscribe("PA_c");
    pass(4);
    expectSilence();
    pass(1);
    expectDemand(0);
  }

  @Test
  void aShortAbsenceIsNotNoticed() {
    publish();
    subscribe("PA_b", 2);
    pass(10);
    unsubscribe("PA_b");
    pass(3);
    subscribe("PA_b", 2);
    pass(20);
    expectSilence();
  }

  @Test
  void hiddenVideoIsNotWanted() {
    publish();
    track.tell(new Track.Subscribe("PA_b", true, new DownTrackSettings(true, 2, 3)));
    pass(10);
    expectDemand(LayerDemand.NONE);
  }

  @Test
  void nothingIsToldWhileMutedAndAllOfItAfterwards() {
    publish();
    subscribe("PA_b", 0);
    track.tell(new Track.SetMuted(true));
    pass(20);
    subscribe("PA_c", 1);
    expectSilence();
    track.tell(new Track.SetMuted(false));
    expectDemand(1);
  }

  @Test
  void audioHasNoLayers() {
    publish(
        Samples.video("TR_v").toBuilder()
            .setType(TrackType.AUDIO)
            .setMimeType("audio/opus")
            .build(),
        false);
    pass(20);
    expectSilence();
  }

  @Test
  void aPublisherThatCameBackIsToldAgain() {
    publish();
    subscribe("PA_b", 1);
    pass(10);
    expectDemand(1);
    publish(Samples.video("TR_v"), true);
    expectDemand(1);
  }

  @Test
  void aTrackThatCameBackLearnsItsSubscribersAndAsksForEverything() {
    publish(Samples.video("TR_v"), true);
    node.report(
        new MediaEvent.TrackSnapshot("TR_v", "TR_v", true, false, List.of("PA_b/subscriber")));
    expectDemand(2);
  }

  @Test
  void aTrackThatCameBackToNobodySaysSoInTheEnd() {
    publish(Samples.video("TR_v"), true);
    node.report(new MediaEvent.TrackSnapshot("TR_v", "TR_v", true, false, List.of()));
    pass(9);
    expectSilence();
    pass(1);
    expectDemand(LayerDemand.NONE);
  }
}
