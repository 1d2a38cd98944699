package akkord.actors.room;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static ActorTestKit kit;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create("RevocationsTest", ConfigFactory.load("actors-test"));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  /** As a node would see them so many seconds later. */
  private static ActorRef<Revocations.Command> after(long seconds, int max) {
    Clock clock = Clock.fixed(NOW.plusSeconds(seconds), ZoneOffset.UTC);
    return kit.spawn(Revocations.create(Duration.ofSeconds(100), max, clock));
  }

  private static void revoke(ActorRef<Revocations.Command> on, String who, long before) {
    TestProbe<Done> probe = kit.createTestProbe();
    on.tell(new Revocations.Revoke("r", who, before, probe.getRef()));
    probe.receiveMessage(PATIENCE);
  }

  private static boolean isRevoked(
      ActorRef<Revocations.Command> on, String room, String who, long issuedAt) {
    TestProbe<Boolean> probe = kit.createTestProbe();
    on.tell(new Revocations.Check(room, who, issuedAt, probe.getRef()));
    return probe.receiveMessage(PATIENCE);
  }

  @Test
  void refusesWhatWasIssuedBeforeAndKeepsTheLatest() {
    ActorRef<Revocations.Command> revocations = after(0, 1000);
    assertFalse(isRevoked(revocations, "r", "alice", 5));
    revoke(revocations, "alice", 10);
    assertTrue(isRevoked(revocations, "r", "alice", 9));
    assertFalse(isRevoked(revocations, "r", "alice", 10));
    revoke(revocations, "alice", 7);
    assertTrue(isRevoked(revocations, "r", "alice", 9));
    assertFalse(isRevoked(revocations, "r", "bob", 9));
    assertFalse(isRevoked(revocations, "other", "alice", 9));
  }

  @Test
  void namesDoNotRunIntoEachOther() {
    ActorRef<Revocations.Command> revocations = after(0, 1000);
    revoke(revocations, "1:x", 10);
    assertFalse(isRevoked(revocations, "r1", ":x", 5));
    assertFalse(isRevoked(revocations, "r1:", "x", 5));
  }

  @Test
  void forgetsAfterItsTime() {
    revoke(after(0, 1000), "carol", 10);
    assertTrue(isRevoked(after(99, 1000), "r", "carol", 5));
    assertFalse(isRevoked(after(100, 1000), "r", "carol", 5));
  }

  @Test
  void remembersNoMoreThanSoMany() {
    for (int i = 0; i < 200; i++) {
      revoke(after(i, 16), "many" + i, 10);
    }
    ActorRef<Revocations.Command> revocations = after(200, 16);
    long kept = 0;
    for (int i = 0; i < 200; i++) {
      kept += isRevoked(revocations, "r", "many" + i, 5) ? 1 : 0;
    }
    assertTrue(kept <= 16 && kept > 0, "kept " + kept);
    assertTrue(isRevoked(revocations, "r", "many199", 5), "the newest is kept");
  }
}
