package akkord.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictYamlTest {
  @Test
  void valuesAndTheirPlaces() throws Unreadable {
    Config config =
        StrictYaml.parse(
            "port: 7880\nrtc:\n  node_ip: 1.2.3.4\n  stun_servers: [a, b]\n  use: true\nempty:\n",
            "livekit.yaml");
    assertEquals(7880, config.getInt("port"));
    assertEquals("1.2.3.4", config.getString("rtc.node_ip"));
    assertEquals(List.of("a", "b"), config.getStringList("rtc.stun_servers"));
    assertTrue(config.getBoolean("rtc.use"));
    assertTrue(!config.hasPath("empty"));
    assertEquals(
        "livekit.yaml: line 3, column 12", config.getValue("rtc.node_ip").origin().description());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123", "1e3", "yes", "1.10", "12345678901234567890", "0x1f", "1_000"})
  void secretsThatLookLikeNumbersStayText(String secret) throws Unreadable {
    Config config = StrictYaml.parse("keys:\n  API: " + secret, "k");
    assertEquals(secret, config.getValue("keys.API").unwrapped());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port: 1;\tnode: 2 | line 2, column 1: there is a tab",
        "rtc:;\tnode_ip: 1.2.3.4 | line 2, column 1: there is a tab",
        "port: 1;rtc:;  a: 1;port: 2 | line 4, column 1: \"port\" stands here twice, first in line"
            + " 1",
        "rtc:;  a: 1;  a: 2 | line 3, column 3: \"a\" stands here twice, first in line 2",
        "port: [1 | line 1, column",
        "- a;- b | line 1, column 1: must be settings",
        "a: b: c | line 1, column 5: mapping values are not allowed here",
        "a: 1;---;b: 2 | line 2, column 1",
        "a: *nobody | line 1, column 4",
        "[a]: 1 | line 1, column 1: a key must be a plain word",
        "a: [~] | line 1, column 5: a list holds nothing here",
        "a: &a 1;b: {<<: *a} | line 1, column 4: \"<<\" takes in other settings",
        "b:;  <<: [{c: 1}, 2] | line 2, column 16: \"<<\" takes in other settings",
        "b:;  <<: {c: 1};  <<: {d: 1} | line 3, column 3: \"<<\" stands here twice",
      })
  void mistakesAreNamedWithLineAndColumn(String text, String expected) {
    String yaml = text.replace(';', '\n');
    String message = assertThrows(Unreadable.class, () -> StrictYaml.parse(yaml, "f")).getMessage();
    assertTrue(message.startsWith("f: " + expected), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void hugeAndEndlessTextsAreRefused() {
    String deep = "[".repeat(5000);
    assertThrows(Unreadable.class, () -> StrictYaml.parse("a: " + deep, "f"));
    assertThrows(Unreadable.class, () -> StrictYaml.parse("a: &a [*a]", "f"));
    assertThrows(Unreadable.class, () -> StrictYaml.parse("a: &a {<<: [*a, *a]}", "f"));
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThrows(Unreadable.class, () -> StrictYaml.parse(laughs.toString(), "f"));
  }

  @Test
  void mergeKeysTakeInWhatIsNotSaidHere() throws Unreadable {
    Config config =
        StrictYaml.parse(
            """
            a: &a {x: 1, y: 1}
            b: &b
              <<: *a
              x: 2
            c:
              z: 3
              <<: [*b, {x: 4, w: 4}]
            d:
              <<: *a
              y:
            """,
            "f");
    assertEquals(Map.of("x", 2, "y", 1), config.getObject("b").unwrapped());
    assertEquals(Map.of("x", 2, "y", 1, "z", 3, "w", 4), config.getObject("c").unwrapped());
    assertEquals(Map.of("x", 1), config.getObject("d").unwrapped());
    assertEquals("f: line 1, column 17", config.getValue("b.y").origin().description());
  }

  @Test
  void nothingIsNoMistake() throws Unreadable {
    assertTrue(StrictYaml.parse("", "f").isEmpty());
    assertTrue(StrictYaml.parse("# only a comment\n", "f").isEmpty());
  }
}
