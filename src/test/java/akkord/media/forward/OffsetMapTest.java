package akkord.media.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OffsetMapTest {
  @Test
  void everyShiftMovesWhatComesAfterIt() {
    OffsetMap map = new OffsetMap();
    map.reset(0, 10);
    for (int i = 1; i <= 100; i++) {
      map.skip(3L * i);
    }
    assertEquals(10, map.get(0));
    assertEquals(10, map.get(3));
    for (int i = 1; i <= 100; i++) {
      assertEquals(10 + i, map.get(3L * i + 1), "after shift " + i);
    }
  }

  @Test
  void beginsAnewAfterAReset() {
    OffsetMap map = new OffsetMap();
    map.reset(0, 0);
    for (int i = 1; i <= 200; i++) {
      map.skip(2L * i);
    }
    map.reset(1000, 7);
    assertEquals(7, map.get(1000));
    assertEquals(OffsetMap.TOO_OLD, map.get(999));
    for (int i = 1; i <= 6; i++) {
      map.skip(1000 + 2L * i);
    }
    assertEquals(13, map.get(1013));
  }
}
