package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.Samples;
import akkord.proto.ParticipantInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownParticipantsTest {
  private final KnownParticipants known = new KnownParticipants();

  @Test
  void nobodyIsKnownAtFirst() {
    assertEquals(0, known.size());
    assertTrue(known.find("PA_a").isEmpty());
    known.remove("PA_a");
    assertTrue(known.all().isEmpty());
  }

  @Test
  void theNewestIsKept() {
    known.put(Samples.participant("PA_a", "old"));
    known.put(Samples.participant("PA_a", "new"));
    assertEquals(1, known.size());
    assertEquals("new", known.find("PA_a").orElseThrow().getIdentity());
  }

  @Test
  void agreesWithAMapAsPeopleComeAndGo() {
    Map<String, ParticipantInfo> map = new HashMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      // Grows in the first half, shrinks in the second.
      boolean comes = random.nextInt(10) < (i < 10_000 ? 7 : 3);
      String sid = "PA_" + random.nextInt(2000);
      if (comes) {
        ParticipantInfo info = Samples.participant(sid, "version " + i);
        map.put(sid, info);
        known.put(info);
      } else {
        map.remove(sid);
        known.remove(sid);
      }
      assertEquals(map.size(), known.size());
      assertEquals(Optional.ofNullable(map.get(sid)), known.find(sid));
    }
    assertEquals(new HashSet<>(map.values()), new HashSet<>(known.all()));
    for (String sid : map.keySet()) {
      assertEquals(map.get(sid), known.find(sid).orElseThrow());
    }
  }
}
