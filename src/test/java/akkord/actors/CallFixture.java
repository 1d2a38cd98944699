package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akkord.actors.participant.JoinOptions;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantOrder;
import akkord.actors.participant.ParticipantReply;
import akkord.media.sdp.Offers;
import akkord.proto.AddTrackRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.SignalResponse.MessageCase;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A cluster of one with real entities and no media, and a room for each test. */
abstract class CallFixture {
  private static final AtomicInteger ROOMS = new AtomicInteger();
  static ActorTestKit kit;
  static FakeMediaNode node;
  static Entities entities;

  String room;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create("Calls", ConfigFactory.load("actors-test"));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    node = new FakeMediaNode(kit);
    entities =
        Entities.init(kit.system(), ActorSettings.defaults("ND_test"), node.ref(), List.of());
  }

  @AfterAll
  static void stop() {
    node.drain();
    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(10),
            () -> {
              assertTrue(node.isDrained());
              return null;
            });
    kit.shutdownTestKit();
  }

  @BeforeEach
  void anotherRoom() {
    room = "room/" + ROOMS.incrementAndGet();
    node.forgetOrders();
  }

  /** A client in single-PC mode whose first offer was answered. */
  TestClient joined(String identity) {
    return joined(Samples.options(room, identity));
  }

  TestClient joined(JoinOptions options) {
    TestClient client = new TestClient(kit, entities, options);
    client.join();
    client.negotiate(1, Offers.chromium().text());
    return client;
  }

  /** Publishes a camera; answers its sid. */
  static String publishCamera(TestClient client) {
    String sid = announce(client, Samples.camera("cam"));
    client.negotiate(2, Offers.chromium().simulcastCamera("cam", "q;h;f").text());
    return sid;
  }

  static String announce(TestClient client, AddTrackRequest track) {
    client.say(request -> request.setAddTrack(track));
    return client.until(MessageCase.TRACK_PUBLISHED).getTrackPublished().getTrack().getSid();
  }

  /** The room service replaces somebody's permission. */
  ParticipantInfo permit(String identity, ParticipantPermission permission) {
    TestProbe<ParticipantReply> probe = kit.createTestProbe();
    ParticipantOrder order = new ParticipantOrder.Update("", "", Map.of(), Optional.of(permission));
    entities.participant(room, identity).tell(new Participant.Administer(order, probe.getRef()));
    return ((ParticipantReply.Done) probe.receiveMessage(Duration.ofSeconds(20))).info();
  }
}
