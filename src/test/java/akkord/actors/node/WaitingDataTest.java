package akkord.actors.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DataMessage;
import akkord.media.MediaCommand.SendData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingDataTest {
  private final List<String> taken = new ArrayList<>();
  private int room;
  private final WaitingData waiting = new WaitingData(this::take);

  private boolean take(int worker, SendData order) {
    if (worker == 0 || room-- > 0) {
      taken.add(worker + ":" + order.message().bytes()[0]);
      return true;
    }
    return false;
  }

  private static SendData data(int number, int size) {
    byte[] bytes = new byte[size];
    bytes[0] = (byte) number;
    return new SendData(List.of("t"), new DataMessage("_reliable", false, bytes));
  }

  @Test
  void whatComesLaterGoesLaterAndOtherWorkersDoNotWait() {
    List<String> news = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      int number = i;
      assertTrue(waiting.submit(1, data(i, 1), took -> news.add(number + " " + took)));
    }
    assertTrue(waiting.submit(0, data(9, 1), took -> {}));
    room = 2;
    waiting.offer();
    room = 1;
    assertTrue(waiting.submit(1, data(5, 1), took -> {}));
    assertEquals(List.of("0:9", "1:1", "1:2"), taken);
    room = 9;
    waiting.offer();
    assertTrue(waiting.isEmpty());
    assertEquals(List.of("0:9", "1:1", "1:2", "1:3", "1:4", "1:5"), taken);
    assertEquals(List.of("1 true", "2 true", "3 true", "4 true"), news);
  }

  @Test
  void moreThanTheLimitIsRefused() {
    List<Boolean> news = new ArrayList<>();
    int size = 1 << 20;
    int count = 0;
    while (waiting.submit(1, data(1, size), took -> {})) {
      count++;
    }
    assertEquals(WaitingData.MAX_COST / (size + 256), count);
    assertFalse(waiting.submit(1, data(1, size), news::add));
    assertEquals(List.of(false), news);
    waiting.lost(1);
    assertTrue(waiting.isEmpty());
  }

  @Test
  void aDeadWorkersDataIsSaidToBeLost() {
    List<Boolean> news = new ArrayList<>();
    waiting.submit(1, data(1, 1), news::add);
    waiting.submit(1, data(2, 1), news::add);
    waiting.lost(1);
    assertEquals(List.of(false, false), news);
  }
}
