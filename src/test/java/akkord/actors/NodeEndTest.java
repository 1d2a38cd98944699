package akkord.actors;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akkord.actors.room.Room;
import akkord.media.sdp.Offers;
import akkord.proto.SignalResponse.MessageCase;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A node with calls ends without waiting for anything: an entity that tells another one that ended
 * before it leaves a message behind which sharding keeps until its phase of the shutdown is over.
 */
class NodeEndTest {
  private static final int ROOMS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  // So whoever waits for sharding's own timeout does not end in time.
  private static final Config STUBBORN =
      ConfigFactory.parseString(
          "akka.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = 90s");

  private ActorTestKit kit;
  private FakeMediaNode node;
  private Entities entities;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create("Ending", STUBBORN.withFallback(ConfigFactory.load("actors-test")));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    node = new FakeMediaNode(kit);
    entities =
        Entities.init(kit.system(), ActorSettings.defaults("ND_test"), node.ref(), List.of());
    List<TestClient> publishers = new ArrayList<>();
    for (int i = 0; i < ROOMS; i++) {
      publishers.add(call("room " + i));
    }
    publishers.forEach(alice -> alice.until(MessageCase.TRACK_SUBSCRIBED));
  }

  /** A publisher and who receives it. */
  private TestClient call(String room) {
    TestClient alice = joined(room, "alice");
    TestClient bob = joined(room, "bob");
    CallFixture.publishCamera(alice);
    bob.sees(info -> info.getTracksCount() == 1);
    bob.negotiate(2, Offers.chromium().text());
    return alice;
  }

  private TestClient joined(String room, String identity) {
    TestClient client = new TestClient(kit, entities, Samples.options(room, identity));
    client.join();
    client.negotiate(1, Offers.chromium().text());
    return client;
  }

  @Test
  void withCallsThatShardingEnds() {
    ActorTestKit.shutdown(kit.system(), PATIENCE, true);
  }

  @Test
  void withCallsThatTheMediaNodeEnds() {
    node.drain();
    ActorTestKit.shutdown(kit.system(), PATIENCE, true);
  }

  @Test
  void withRoomsThatHaveJustCrashed() {
    for (int i = 0; i < ROOMS; i++) {
      entities.room("room " + i).tell(Room.Stop.INSTANCE);
    }
    ActorTestKit.shutdown(kit.system(), PATIENCE, true);
  }
}
