package akkord.actors.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akkord.actors.ActorSettings;
import akkord.actors.FakeEntities;
import akkord.actors.FakeMediaNode;
import akkord.actors.Samples;
import akkord.actors.participant.Participant;
import akkord.actors.track.Track;
import akkord.proto.CreateRoomRequest;
import akkord.proto.DisconnectReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code CreateRoom} with {@code node_id}: the room's media goes to another node than its own. */
class NodeChoiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ActorTestKit kit;
  private FakeMediaNode own;
  private FakeMediaNode other;
  private TestProbe<RoomDirectory.Command> directory;
  private TestProbe<Room.Command> nextIncarnation;
  private TestProbe<Participant.Command> alice;
  private TestProbe<ClusterSharding.ShardCommand> shard;
  private ActorRef<Room.Command> room;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create();
    own = new FakeMediaNode(kit);
    other = new FakeMediaNode(kit);
    directory = kit.createTestProbe();
    nextIncarnation = kit.createTestProbe();
    alice = kit.createTestProbe();
    shard = kit.createTestProbe();
    FakeEntities entities =
        new FakeEntities(
            nextIncarnation.getRef(),
            kit.<Participant.Command>createTestProbe().getRef(),
            kit.<Track.Command>createTestProbe().getRef(),
            directory.getRef(),
            Map.of("ND_other", other.ref(), "ND_own", own.ref()));
    ActorRef<RoomNews> news = kit.<RoomNews>createTestProbe().getRef();
    room =
        kit.spawn(
            Room.create(
                "r",
                ActorSettings.defaults("ND_own"),
                entities,
                own.ref(),
                List.of(news),
                shard.getRef()));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private TestProbe<RoomReply> create(String node) {
    TestProbe<RoomReply> asking = kit.createTestProbe();
    CreateRoomRequest request =
        CreateRoomRequest.newBuilder().setName("r").setNodeId(node).setMetadata(node).build();
    room.tell(new Room.Administer(new RoomOrder.Create(request), asking.getRef()));
    return asking;
  }

  private akkord.proto.Room listed() {
    return directory.expectMessageClass(RoomDirectory.Put.class, PATIENCE).info();
  }

  private Participant.Admitted join() {
    Joiner joiner =
        new Joiner(Samples.participant("PA_alice", "alice"), true, "", Optional.empty());
    room.tell(new Room.Join(joiner, alice.getRef()));
    while (true) {
      if (alice.receiveMessage(PATIENCE) instanceof Participant.Admitted admitted) {
        return admitted;
      }
    }
  }

  @Test
  void theNamedNodeCarriesTheMedia() {
    create("ND_other");
    assertEquals("ND_other", listed().getMetadata());
    assertEquals(other.placement(), join().placement());
    assertTrue(other.isAttached(Room.ownerId("r")));
    alice.awaitAssert(
        PATIENCE,
        () -> {
          assertFalse(own.isAttached(Room.ownerId("r")));
          return true;
        });
  }

  @Test
  void itsOwnNodeCanBeNamedToo() {
    create("ND_own");
    assertEquals("ND_own", listed().getMetadata());
    assertEquals(own.placement(), join().placement());
    assertTrue(own.isAttached(Room.ownerId("r")));
  }

  @Test
  void aRoomThatIsOpenStaysWhereItIs() {
    assertEquals(own.placement(), join().placement());
    create("ND_other");
    Participant.Admitted again = join();
    assertEquals("ND_other", again.info().getMetadata());
    assertEquals(own.placement(), again.placement());
  }

  @Test
  void aNodeThatIsNotThereIsSaid() {
    RoomReply reply = create("ND_none").receiveMessage(PATIENCE);
    String why = assertInstanceOf(RoomReply.Unavailable.class, reply).why();
    assertTrue(why.contains("ND_none"), why);
    assertEquals(own.placement(), join().placement()); // whoever comes opens it all the same
  }

  @Test
  void aNodeThatDoesNotAnswerIsSaid() {
    kit.stop(other.ref(), PATIENCE);
    RoomReply reply = create("ND_other").receiveMessage(PATIENCE);
    String why = assertInstanceOf(RoomReply.Unavailable.class, reply).why();
    assertTrue(why.contains("ND_other"), why);
  }

  @Test
  void theRoomGoesOnWhenThatNodeEnds() {
    create("ND_other");
    String sid = listed().getSid();
    join();
    kit.stop(other.ref(), PATIENCE);
    Participant.RoomClosed closed =
        alice.expectMessageClass(Participant.RoomClosed.class, PATIENCE);
    assertEquals(DisconnectReason.STATE_MISMATCH, closed.reason());
    Room.Inherit heir = nextIncarnation.expectMessageClass(Room.Inherit.class, PATIENCE);
    assertEquals(sid, heir.room().getSid());
    shard.expectMessageClass(ClusterSharding.Passivate.class, PATIENCE);
  }
}
