package akkord.media.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SsrcTableTest {
  @Test
  void behavesAsAMapAndStaysBounded() {
    Random random = new Random(1);
    SsrcTable<String> table = new SsrcTable<>(64);
    Map<Long, String> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long ssrc = random.nextInt(200) * 1_000_003L & 0xFFFFFFFFL;
      String value = "v" + i;
      if (random.nextInt(3) == 0) {
        table.remove(ssrc);
        model.remove(ssrc);
      } else {
        boolean room = model.size() < 64 || model.containsKey(ssrc);
        assertEquals(room, table.put(ssrc, value));
        if (room) {
          model.put(ssrc, value);
        }
      }
      assertEquals(model.get(ssrc), table.find(ssrc));
      assertEquals(model.size(), table.size());
    }
    model.forEach((ssrc, value) -> assertEquals(value, table.find(ssrc)));
  }

  @Test
  void aFullTableRefusesAndZeroIsAnSsrc() {
    SsrcTable<String> table = new SsrcTable<>(2);
    assertNull(table.find(0));
    assertTrue(table.put(0, "zero"));
    assertTrue(table.put(0xFFFFFFFFL, "last"));
    assertFalse(table.put(5, "more"));
    assertTrue(table.put(0, "again"));
    assertEquals("again", table.find(0));
  }
}
