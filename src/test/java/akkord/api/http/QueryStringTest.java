package akkord.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryStringTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "a=1, 1",
    "a=1&a=2, 1",
    "&&a=1&&, 1",
    "b=2&a=1, 1",
    "a=x%20y, x y",
    "a=x+y, x y",
    "a=x==, x==",
    "a=%zz, %zz",
    "a=%, %",
    "%61=1, 1",
    "a, ''",
    "=1, ''",
    "a=%C3%A4, ä",
  })
  void oneValue(String raw, String expected) {
    assertEquals(expected, QueryString.parse(raw).get("a"));
  }

  @Test
  void presence() {
    QueryString query = QueryString.parse("a&b=");
    assertTrue(query.has("a") && query.has("b"));
    assertFalse(query.has("c"));
    assertEquals(Map.of(), QueryString.parse("&&&").values());
  }
}
