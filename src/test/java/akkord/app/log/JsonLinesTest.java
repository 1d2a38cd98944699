package akkord.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private static String encode(String message, Throwable error, Map<String, String> ids) {
    LoggingEvent event =
        new LoggingEvent(
            "", new LoggerContext().getLogger("akkord.x"), Level.WARN, message, error, null);
    event.setMDCPropertyMap(ids);
    return new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void oneObjectALineWithTheIdsOfWhatItIsAbout() throws Exception {
    String line =
        encode(
            "lost \"it\"\n{\"level\":\"fake\"}",
            new IllegalStateException("why"),
            Map.of("room", "r\n1", "participant", "p", "akkaSource", "x"));
    assertEquals(1, line.lines().count(), line);
    JsonNode json = new ObjectMapper().readTree(line);
    assertEquals("warn", json.path("level").asText());
    assertEquals("akkord.x", json.path("logger").asText());
    assertEquals("lost \"it\"\n{\"level\":\"fake\"}", json.path("message").asText());
    assertEquals("r\n1", json.path("room").asText());
    assertEquals("p", json.path("participant").asText());
    assertTrue(json.path("error").asText().contains("IllegalStateException: why"));
    assertTrue(json.path("time").asText().endsWith("Z"));
    assertFalse(json.has("akkaSource") || json.has("track"));
  }

  @Test
  void componentsAreOurPackagesOrAnybodysLoggers() {
    assertEquals("akkord.actors.room", LogSettings.logger("actors.room"));
    assertEquals("akkord.media", LogSettings.logger("media"));
    assertEquals("akka.cluster", LogSettings.logger("akka.cluster"));
    assertEquals(Level.DEBUG, LogSettings.toLevel("debug"));
  }
}
