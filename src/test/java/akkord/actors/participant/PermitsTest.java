package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.proto.SubscriptionPermissionUpdate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermitsTest {
  private final Permits permits = new Permits();

  private static SubscriptionPermissionUpdate update(String track, boolean allowed) {
    return SubscriptionPermissionUpdate.newBuilder()
        .setParticipantSid("PA_a")
        .setTrackSid(track)
        .setAllowed(allowed)
        .build();
  }

  @Test
  void whoSaysNothingPermitsEverything() {
    assertTrue(permits.allows("PA_a", "TR_1"));
    assertEquals(List.of(), permits.news(Map.of("TR_1", "PA_a")));
    assertTrue(permits.areQuiet());
  }

  @Test
  void aClientIsToldOnceAndAgainWhenItTurns() {
    Map<String, String> wanted = Map.of("TR_1", "PA_a");
    permits.set("PA_a", new Permit(false, Set.of("TR_2")));
    assertFalse(permits.allows("PA_a", "TR_1"));
    assertTrue(permits.allows("PA_a", "TR_2"));
    assertEquals(List.of(update("TR_1", false)), permits.news(wanted));
    assertEquals(List.of(), permits.news(wanted));
    permits.set("PA_a", Permit.ALL);
    assertEquals(List.of(update("TR_1", true)), permits.news(wanted));
    assertTrue(permits.areQuiet());
  }

  @Test
  void aTrackThatIsNotWantedAnyMoreIsForgotten() {
    permits.set("PA_a", Permit.NONE);
    permits.news(Map.of("TR_1", "PA_a"));
    assertEquals(List.of(), permits.news(Map.of()));
    assertEquals(List.of(update("TR_1", false)), permits.news(Map.of("TR_1", "PA_a")));
  }

  @Test
  void theRoomsWordReplacesEverything() {
    permits.set("PA_b", Permit.NONE);
    permits.setAll(Map.of("PA_a", Permit.NONE));
    assertTrue(permits.allows("PA_b", "TR_1"));
    assertFalse(permits.allows("PA_a", "TR_1"));
    permits.remove("PA_a");
    assertTrue(permits.allows("PA_a", "TR_1"));
  }

  @Test
  void comesBackAsItWas() {
    permits.set("PA_a", new Permit(false, Set.of("TR_2")));
    permits.news(Map.of("TR_1", "PA_a"));
    Permits restored = new Permits();
    restored.restore(permits.memo());
    assertEquals(permits.memo(), restored.memo());
    assertEquals(List.of(), restored.news(Map.of("TR_1", "PA_a")));
  }
}
