package akkord.app;

import akkord.api.auth.ApiKeys;
import akkord.api.webhook.WebhookSettings;
import akkord.api.webhook.WebhookUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code webhook} of the configuration (row WH-05). */
final class WebhookOptions {
  private static final int MAX_WORKERS = 1024;
  private static final int MAX_DEPTH = 1_000_000;
  private static final int MIN_BYTES = 1 << 20;

  private WebhookOptions() {}

  /** Reads and checks them. */
  static WebhookSettings from(SettingsReader reader, ApiKeys keys) throws InvalidSetting {
    List<WebhookUrl> urls = urls(reader);
    String apiKey = reader.string("webhook.api_key");
    if (!urls.isEmpty() && keys.secret(apiKey).isEmpty()) {
      throw new InvalidSetting(
          "webhook.api_key",
          apiKey.isEmpty()
              ? "webhooks are signed: name one of keys here"
              : "must be one of keys, which know no \"" + apiKey + "\"");
    }
    return new WebhookSettings(
        urls,
        apiKey,
        keys,
        events(reader, "webhook.filter_params.include_events"),
        events(reader, "webhook.filter_params.exclude_events"),
        reader.bool("room.enable_full_room_in_webhooks"),
        reader.duration(
            "webhook.resource_url_notifier.max_age", Duration.ofSeconds(1), Duration.ofDays(1)),
        reader.number("webhook.resource_url_notifier.max_depth", 1, MAX_DEPTH),
        reader.number("webhook.max_queued_bytes", MIN_BYTES, Integer.MAX_VALUE),
        reader.number("webhook.url_notifier.num_workers", 1, MAX_WORKERS),
        reader.duration("webhook.request_timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)));
  }

  private static List<WebhookUrl> urls(SettingsReader reader) throws InvalidSetting {
    List<WebhookUrl> urls = new ArrayList<>();
    for (String text : reader.strings("webhook.urls")) {
      try {
        urls.add(WebhookUrl.parse(text));
      } catch (IllegalArgumentException notOne) {
        throw new InvalidSetting("webhook.urls", notOne.getMessage());
      }
    }
    return urls;
  }

  private static Set<String> events(SettingsReader reader, String path) throws InvalidSetting {
    Set<String> events = Set.copyOf(reader.strings(path));
    for (String event : events) {
      if (!WebhookSettings.EVENTS.contains(event)) {
        throw new InvalidSetting(
            path,
            "there is no event \"%s\"; there are %s"
                .formatted(
                    event, String.join(", ", WebhookSettings.EVENTS.stream().sorted().toList())));
      }
    }
    return events;
  }
}
