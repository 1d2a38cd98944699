package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.proto.ParticipantInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeparturesTest {
  private static final long LOST = Long.MAX_VALUE; // time wraps around

  private final Departures departures = new Departures();

  private static ParticipantInfo info(String sid, String identity, ParticipantInfo.State state) {
    return ParticipantInfo.newBuilder().setSid(sid).setIdentity(identity).setState(state).build();
  }

  private void leaves(String sid, String identity, long at) {
    departures.note(List.of(info(sid, identity, ParticipantInfo.State.DISCONNECTED)), at, at);
  }

  private List<String> since(long lost, boolean byIdentity, ParticipantInfo... present) {
    return departures.since(lost, List.of(present), byIdentity).stream()
        .map(ParticipantInfo::getSid)
        .toList();
  }

  @Test
  void namesThoseWhoLeftSinceAndShortlyBefore() {
    leaves("PA_early", "a", LOST - Departures.UNNOTICED - 1);
    leaves("PA_unnoticed", "b", LOST - Departures.UNNOTICED);
    departures.note(List.of(info("PA_active", "c", ParticipantInfo.State.ACTIVE)), LOST, LOST);
    departures.note(
        List.of(info("PA_late", "d", ParticipantInfo.State.DISCONNECTED)), LOST + 1, LOST);
    assertEquals(List.of("PA_unnoticed", "PA_late"), since(LOST, true));
  }

  @Test
  void theEndOfAnEarlierSessionIsNotTheEndOfItsIdentity() {
    leaves("PA_old", "a", LOST);
    ParticipantInfo again = info("PA_new", "a", ParticipantInfo.State.ACTIVE);
    assertEquals(List.of(), since(LOST, true, again));
    assertEquals(List.of("PA_old"), since(LOST, false, again));
  }

  @Test
  void whoeverIsThereNeedsNoOldOnes() {
    leaves("PA_early", "a", 0);
    leaves("PA_late", "b", Departures.UNNOTICED + 1);
    assertEquals(List.of("PA_late"), since(0, true));
  }

  @Test
  void isBounded() {
    for (int i = 0; i <= Departures.MAX_REMEMBERED; i++) {
      leaves("PA_" + i, "" + i, 0);
    }
    List<String> left = since(0, true);
    assertEquals(Departures.MAX_REMEMBERED, left.size());
    assertEquals("PA_1", left.getFirst());
  }
}
