package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A cluster of one with real entities and no media, and a room for each test. */
abstract class EntityFixture {
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
            Duration.ofSeconds(20),
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
}
