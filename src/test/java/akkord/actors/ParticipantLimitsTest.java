package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.proto.RoomConfiguration;
import org.junit.jupiter.api.Test;

class ParticipantLimitsTest {
  @Test
  void tagsGoBeforeSettings() {
    ParticipantLimits settings = new ParticipantLimits(5, 720, 0);
    RoomConfiguration configuration =
        RoomConfiguration.newBuilder()
            .putTags("max_tracks", " 2 ")
            .putTags("max_publish_bitrate", "3000000")
            .putTags("other", "x")
            .build();
    assertEquals(new ParticipantLimits(2, 720, 3_000_000), settings.with(configuration));
    assertEquals(settings, settings.with(RoomConfiguration.getDefaultInstance()));
  }

  @Test
  void whatIsNoNumberSaysNothing() {
    ParticipantLimits settings = new ParticipantLimits(5, 0, 0);
    for (String text : new String[] {"", "many", "1.5", "99999999999"}) {
      assertEquals(
          settings,
          settings.with(RoomConfiguration.newBuilder().putTags("max_tracks", text).build()));
    }
  }
}
