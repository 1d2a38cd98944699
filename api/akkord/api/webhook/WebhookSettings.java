package akkord.api.webhook;

import akkord.api.auth.ApiKeys;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Where webhooks go, and how hard delivery tries (rows WH-01 to WH-05).
 *
 * @param urls receivers; none means no webhooks
 * @param apiKey signs; one of {@code keys}
 * @param included names of the only events to send; empty means all but {@code excluded}
 * @param excluded names of events not to send
 * @param fullRooms whether track events carry the whole room instead of its sid and name
 * @param maxAge an event that was not taken for this long is given up
 * @param maxDepth events of one room that wait for one URL
 * @param maxBytes of all events that wait for one URL
 * @param workers requests at a time to one URL, each for another room
 * @param requestTimeout of one attempt, from connecting to the response's status
 */
public record WebhookSettings(
    List<WebhookUrl> urls,
    String apiKey,
    ApiKeys keys,
    Set<String> included,
    Set<String> excluded,
    boolean fullRooms,
    Duration maxAge,
    int maxDepth,
    int maxBytes,
    int workers,
    Duration requestTimeout) {
  /** LiveKit's names of events; those of egress, ingress and agents are never sent as yet. */
  public static final Set<String> EVENTS =
      Set.of(
          "room_started",
          "room_finished",
          "participant_joined",
          "participant_left",
          "participant_connection_aborted",
          "track_published",
          "track_unpublished",
          "egress_started",
          "egress_updated",
          "egress_ended",
          "ingress_started",
          "ingress_ended",
          "agent_job_started",
          "agent_job_ended");

  /** Keeps copies. */
  public WebhookSettings {
    urls = List.copyOf(urls);
    included = Set.copyOf(included);
    excluded = Set.copyOf(excluded);
    if (!urls.isEmpty() && keys.secret(apiKey).isEmpty()) {
      throw new IllegalArgumentException("the key that signs is not among the keys");
    }
  }

  /** Whether an event of this name is sent; what is included wins over what is excluded. */
  boolean allows(String event) {
    return included.isEmpty() ? !excluded.contains(event) : included.contains(event);
  }
}
