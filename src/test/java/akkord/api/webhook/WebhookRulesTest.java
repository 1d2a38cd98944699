package akkord.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which URLs, which events, which answers, which waits. */
class WebhookRulesTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.com/hook, https://example.com/hook",
    "HTTP://example.com:80, http://example.com",
    "http://10.0.0.1:8080/a/b?token=hush, http://10.0.0.1:8080/a/b",
    "http://my_service:3000/hook, http://my_service:3000/hook",
    "'http://[::1]:8080/', 'http://[::1]:8080/'",
  })
  void urlsAreShownWithoutTheirQuery(String url, String shown) {
    assertEquals(shown, WebhookUrl.parse(url).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is no URL of HTTP",
        "example.com/hook | is no URL of HTTP",
        "localhost:8080 | is no URL of HTTP",
        "ftp://example.com/ | is no URL of HTTP",
        "http:///hook | names no host",
        "https:hook | names no host",
        "http://a b/ | is not a URL",
        "http://[::1/ | is not a URL",
        "http://host:99999/ | is not a URL",
        "https://user:hush@example.com/ | a user name in a URL cannot be sent",
      })
  void whatIsNoUrlIsSaidToBeNone(String text, String problem) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> WebhookUrl.parse(text)).getMessage();
    assertTrue(message.contains(problem), message);
    assertFalse(message.contains("hush"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "200, TAKEN", "204, TAKEN", "299, TAKEN", "303, LATER", "304, LATER", "400, REFUSED",
    "401, LATER", "403, LATER", "404, LATER", "408, LATER", "410, REFUSED", "413, REFUSED",
    "422, REFUSED", "429, LATER", "500, LATER", "501, REFUSED", "502, LATER", "503, LATER",
  })
  void answers(int status, Answer.Verdict verdict) {
    assertEquals(verdict, new Answer(status, Optional.empty()).verdict());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1000",
    "2, 0, 2000",
    "5, 0, 16000",
    "6, 0, 30000",
    "1000, 0, 30000",
    "1, 7, 7000",
    "6, 7, 30000",
    "1, 3600, 30000",
  })
  void waitsGrowUpToHalfAMinute(int failures, int asked, long millis) {
    Duration wish = Duration.ofSeconds(asked);
    assertEquals(millis, new Backoff(() -> 0).after(failures, wish).toMillis());
    long shortest = new Backoff(() -> 1).after(failures, wish).toMillis();
    assertTrue(shortest >= millis / 2 && shortest <= millis, shortest + " ms");
  }

  @Test
  void whatIsIncludedWinsOverWhatIsExcluded() {
    WebhookSettings all = TestSettings.of("http://a/");
    assertTrue(all.allows("room_started"));
    WebhookSettings some =
        TestSettings.of(Set.of("room_started"), Set.of("room_started"), 1, 1, "http://a/");
    assertTrue(some.allows("room_started"));
    assertFalse(some.allows("room_finished"));
    WebhookSettings others = TestSettings.of(Set.of(), Set.of("room_started"), 1, 1, "http://a/");
    assertFalse(others.allows("room_started"));
    assertTrue(others.allows("room_finished"));
  }

  @Test
  void secretsStayOutOfTexts() {
    assertFalse(TestSettings.of("http://a/").toString().contains(TestSettings.SECRET));
  }
}
