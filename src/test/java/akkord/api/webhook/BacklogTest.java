package akkord.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.util.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final int SIZE = message("r", 1).size();

  private static Message message(String room, int number) {
    return new Message(
        room, "event", "EV_" + number, number, ByteString.fromString("{}"), Instant.EPOCH);
  }

  @Test
  void aRoomIsPostedInOrderOneAtATimeAndOthersBesideIt() {
    Backlog backlog = new Backlog(10, 100L * SIZE);
    backlog.add(message("a", 1));
    backlog.add(message("a", 2));
    backlog.add(message("b", 1));
    Message first = backlog.next().orElseThrow();
    assertEquals(message("a", 1), first);
    assertEquals(Optional.of(message("b", 1)), backlog.next());
    assertEquals(Optional.empty(), backlog.next());
    backlog.done(first, true);
    assertEquals(Optional.of(message("a", 2)), backlog.next());
    assertEquals(2, backlog.size());
    assertEquals(2L * SIZE, backlog.bytes());
  }

  @Test
  void whatFailedComesAgainBeforeTheNext() {
    Backlog backlog = new Backlog(10, 100L * SIZE);
    backlog.add(message("a", 1));
    backlog.add(message("a", 2));
    Message first = backlog.next().orElseThrow();
    assertEquals(1, backlog.failed(first));
    assertEquals(Optional.empty(), backlog.next());
    backlog.wake("a");
    backlog.wake("a");
    assertEquals(Optional.of(first), backlog.next());
    assertEquals(Optional.empty(), backlog.next());
    assertEquals(2, backlog.failed(first));
    backlog.wakeAll();
    assertEquals(Optional.of(first), backlog.next());
    backlog.done(first, true);
    Message second = backlog.next().orElseThrow();
    assertEquals(1, backlog.failed(second), "an answer starts the count anew");
  }

  @Test
  void theOldestGiveWayButNotTheOneUnderWay() {
    Backlog backlog = new Backlog(3, 100L * SIZE);
    for (int i = 1; i <= 3; i++) {
      assertEquals(List.of(), backlog.add(message("a", i)));
    }
    Message posting = backlog.next().orElseThrow();
    assertEquals(List.of(message("a", 2)), backlog.add(message("a", 4)));
    backlog.done(posting, true);
    assertEquals(Optional.of(message("a", 3)), backlog.next());
    assertEquals(2, backlog.size());
  }

  @Test
  void withRoomForOneAloneTheNextIsRefusedWhileItIsUnderWay() {
    Backlog backlog = new Backlog(1, 100L * SIZE);
    backlog.add(message("a", 1));
    Message posting = backlog.next().orElseThrow();
    assertEquals(List.of(message("a", 2)), backlog.add(message("a", 2)));
    backlog.done(posting, true);
    assertEquals(0, backlog.size());
    backlog.add(message("a", 3));
    assertEquals(List.of(message("a", 3)), backlog.add(message("a", 4)));
    assertEquals(Optional.of(message("a", 4)), backlog.next());
  }

  @Test
  void bytesAreBoundedOverAllRooms() {
    Backlog backlog = new Backlog(100, 4L * SIZE);
    backlog.add(message("a", 1));
    backlog.add(message("a", 2));
    backlog.add(message("b", 1));
    backlog.add(message("b", 2));
    assertEquals(List.of(message("c", 1)), backlog.add(message("c", 1)), "nothing of its own");
    assertEquals(List.of(message("a", 1)), backlog.add(message("a", 3)));
    Message huge =
        new Message(
            "a", "event", "EV_9", 9, ByteString.fromArray(new byte[3 * SIZE]), Instant.EPOCH);
    assertEquals(List.of(huge), backlog.add(huge), "no good giving way to this");
    assertEquals(4, backlog.size());
    assertTrue(backlog.bytes() <= 4L * SIZE);
  }

  @Test
  void clearingForgetsWhatIsUnderWay() {
    Backlog backlog = new Backlog(10, 100L * SIZE);
    backlog.add(message("a", 1));
    backlog.add(message("b", 1));
    Message posting = backlog.next().orElseThrow();
    assertEquals(2, backlog.clear().size());
    backlog.done(posting, true);
    assertEquals(0, backlog.size());
    assertEquals(0, backlog.bytes());
    assertEquals(Optional.empty(), backlog.next());
  }
}
