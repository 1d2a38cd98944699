package akkord.actors.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akkord.proto.Room;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomDirectoryTest {
  private ActorTestKit kit;
  private ActorRef<RoomDirectory.Command> directory;
  private TestProbe<akkord.actors.room.Room.Command> inheritors;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create("RoomDirectoryTest", ConfigFactory.load("actors-test"));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    inheritors = kit.createTestProbe();
    directory = kit.spawn(RoomDirectory.create(name -> inheritors.getRef()));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private TestProbe<akkord.actors.room.Room.Command> put(String name, String sid) {
    TestProbe<akkord.actors.room.Room.Command> room = kit.createTestProbe();
    Room info = Room.newBuilder().setName(name).setSid(sid).build();
    TestProbe<RoomReply> asking = kit.createTestProbe();
    RoomReply reply = new RoomReply.Done(info);
    directory.tell(
        new RoomDirectory.Put(
            info, room.getRef(), Optional.of(new RoomDirectory.Receipt(asking.getRef(), reply))));
    asking.expectMessage(Duration.ofSeconds(20), reply);
    return room;
  }

  private List<String> sids(String... names) {
    TestProbe<RoomDirectory.Listing> asking = kit.createTestProbe();
    directory.tell(new RoomDirectory.ListRooms(Set.of(names), asking.getRef()));
    return asking.receiveMessage(Duration.ofSeconds(20)).rooms().stream()
        .map(Room::getSid)
        .toList();
  }

  private void awaitSids(String... expected) {
    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(40),
            Duration.ofSeconds(1),
            () -> {
              assertEquals(List.of(expected), sids());
              return null;
            });
  }

  @Test
  void listsByNameOrAllInOrder() {
    assertEquals(List.of(), sids());
    for (int i = 0; i < 40; i++) {
      put("room %02d".formatted(i), "RM_" + i);
    }
    assertEquals(40, sids().size());
    assertEquals(List.of("RM_3", "RM_30"), sids("room 30", "room 03", "room 99"));
  }

  @Test
  void whoAsksAfterTheReceiptFindsTheRoomGone() {
    TestProbe<akkord.actors.room.Room.Command> room = put("a", "RM_1");
    assertEquals(List.of("RM_1"), sids("a"));
    TestProbe<RoomReply> asking = kit.createTestProbe();
    RoomReply reply = new RoomReply.Absent();
    directory.tell(
        new RoomDirectory.Remove(
            room.getRef(), Optional.of(new RoomDirectory.Receipt(asking.getRef(), reply))));
    asking.expectMessage(Duration.ofSeconds(20), reply);
    assertEquals(List.of(), sids());
  }

  @Test
  void aRoomThatStopsWithoutAWordIsRemoved() {
    TestProbe<akkord.actors.room.Room.Command> room = put("a", "RM_1");
    room.stop();
    awaitSids();
  }

  @Test
  void theEndOfAFormerActorDoesNotRemoveItsSuccessor() {
    TestProbe<akkord.actors.room.Room.Command> former = put("a", "RM_1");
    put("a", "RM_1");
    put("b", "RM_2");
    former.stop();
    TestProbe<akkord.actors.room.Room.Command> marker = put("c", "RM_3");
    marker.stop();
    awaitSids("RM_1", "RM_2");
  }

  @Test
  void aRoomThatOpensAgainBeforeItsFormerOneIsRemovedStays() {
    TestProbe<akkord.actors.room.Room.Command> former = put("a", "RM_1");
    put("a", "RM_2");
    directory.tell(new RoomDirectory.Remove(former.getRef(), Optional.empty()));
    put("b", "RM_3");
    assertEquals(List.of("RM_2", "RM_3"), sids());
  }
}
