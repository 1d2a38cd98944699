package akkord.actors.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.Samples;
import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateQueueTest {
  private final UpdateQueue queue = new UpdateQueue();

  private static ParticipantInfo bob(String sid, int version) {
    return Samples.participant(sid, "bob").toBuilder().setVersion(version).build();
  }

  private static ParticipantInfo publisher(String sid, int version) {
    return bob(sid, version).toBuilder().setIsPublisher(true).build();
  }

  @Test
  void theNewestOfEachWaits() {
    assertEquals(List.of(), queue.push(bob("PA_1", 1)));
    assertEquals(List.of(), queue.push(bob("PA_1", 2)));
    assertEquals(List.of(bob("PA_1", 2)), queue.flush());
    assertTrue(queue.isEmpty());
  }

  @Test
  void whoStartsToPublishWaitsNoMore() {
    queue.push(bob("PA_1", 1));
    assertEquals(List.of(publisher("PA_1", 2)), queue.push(publisher("PA_1", 2)));
    assertEquals(List.of(), queue.flush());
  }

  @Test
  void theEndOfASessionPrecedesTheNextOne() {
    queue.push(bob("PA_1", 1));
    List<ParticipantInfo> now = queue.push(publisher("PA_2", 1));
    assertEquals("PA_1", now.get(0).getSid());
    assertEquals(ParticipantInfo.State.DISCONNECTED, now.get(0).getState());
    assertEquals(DisconnectReason.DUPLICATE_IDENTITY, now.get(0).getDisconnectReason());
    assertEquals(publisher("PA_2", 1), now.get(1));
  }

  @Test
  void whoComesBackIsToldWithTheEndOfTheFormerSession() {
    queue.push(UpdateQueue.ended(bob("PA_1", 1), DisconnectReason.CLIENT_INITIATED));
    List<ParticipantInfo> now = queue.push(bob("PA_2", 1));
    assertEquals(DisconnectReason.CLIENT_INITIATED, now.get(0).getDisconnectReason());
    assertEquals(bob("PA_2", 1), now.get(1));
    assertTrue(queue.isEmpty());
  }

  @Test
  void whoIsDroppedIsNotTold() {
    queue.push(bob("PA_1", 1));
    queue.drop("bob");
    assertEquals(List.of(), queue.flush());
  }
}
