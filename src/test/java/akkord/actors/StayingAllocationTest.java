package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.ActorRef;
import akka.actor.Address;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Adapter;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.IndexedSeq;

class StayingAllocationTest {
  private static ActorTestKit kit;
  private final StayingAllocation allocation =
      new StayingAllocation(new Address("akka", "akkord", "127.0.0.1", 1));

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create("akkord", ConfigFactory.load("actors-test"));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static Map<ActorRef, IndexedSeq<String>> nodes(int... ports) {
    Map<ActorRef, IndexedSeq<String>> nodes = new HashMap<>();
    for (int port : ports) {
      String path = "akka://akkord@127.0.0.1:" + port + "/system/sharding/room";
      nodes.put(
          Adapter.toClassic(kit.system()).provider().resolveActorRef(path),
          scala.collection.immutable.Vector$.MODULE$.empty());
    }
    return nodes;
  }

  private String node(int shard, Map<ActorRef, IndexedSeq<String>> nodes) {
    return allocation
        .allocateShard(nodes.keySet().iterator().next(), String.valueOf(shard), nodes)
        .value()
        .get()
        .get()
        .path()
        .address()
        .toString();
  }

  @Test
  void everyAskerGetsTheSameNodeAndAllNodesAreUsed() {
    Set<String> used = new HashSet<>();
    for (int shard = 0; shard < 100; shard++) {
      String first = node(shard, nodes(2551, 2552, 2553));
      assertEquals(first, node(shard, nodes(2553, 2552, 2551)));
      used.add(first);
    }
    assertEquals(3, used.size());
  }

  @Test
  void nothingEverMoves() {
    assertTrue(allocation.rebalance(nodes(2551, 2552), Set.of()).value().get().get().isEmpty());
  }
}
