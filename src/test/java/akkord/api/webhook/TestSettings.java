package akkord.api.webhook;

import akkord.api.auth.ApiKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings of webhooks in tests. */
final class TestSettings {
  static final String SECRET = "a secret of more than 32 characters for tests";

  private TestSettings() {}

  static WebhookSettings of(String... urls) {
    return of(Set.of(), Set.of(), 100, 1 << 20, urls);
  }

  static WebhookSettings of(
      Set<String> included, Set<String> excluded, int maxDepth, int maxBytes, String... urls) {
    return new WebhookSettings(
        List.of(urls).stream().map(WebhookUrl::parse).toList(),
        "key",
        new ApiKeys(Map.of("key", SECRET)),
        included,
        excluded,
        false,
        Duration.ofMinutes(5),
        maxDepth,
        maxBytes,
        2,
        Duration.ofSeconds(2));
  }
}
