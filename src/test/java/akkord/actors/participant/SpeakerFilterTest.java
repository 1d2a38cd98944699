package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.proto.SpeakerInfo;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpeakerFilterTest {
  private static final SpeakerInfo ALICE = speaker("PA_alice", 0.5f);
  private static final SpeakerInfo ALICE_SILENT = speaker("PA_alice", 0);
  private static final SpeakerInfo ME = speaker("PA_me", 1);

  private final SpeakerFilter filter = new SpeakerFilter("PA_me");

  private static SpeakerInfo speaker(String sid, float level) {
    return SpeakerInfo.newBuilder().setSid(sid).setLevel(level).setActive(level > 0).build();
  }

  @Test
  void oneselfAndThoseReceivedAreHeard() {
    assertEquals(List.of(ME), filter.filter(List.of(ALICE, ME), Set.of()));
    assertEquals(List.of(ALICE, ME), filter.filter(List.of(ALICE, ME), Set.of("PA_alice")));
  }

  @Test
  void silenceIsToldToWhoeverWasToldOfSpeech() {
    assertEquals(List.of(), filter.filter(List.of(ALICE_SILENT), Set.of("PA_alice")));
    filter.filter(List.of(ALICE), Set.of("PA_alice"));
    assertEquals(List.of(ALICE_SILENT), filter.filter(List.of(ALICE_SILENT), Set.of()));
    assertEquals(List.of(), filter.filter(List.of(ALICE_SILENT), Set.of()));
  }

  @Test
  void aNewReckoningSilencesAll() {
    filter.filter(List.of(ALICE), Set.of("PA_alice"));
    assertEquals(List.of(ALICE_SILENT), filter.silence());
    assertEquals(List.of(), filter.silence());
  }
}
