package akkord.api.webhook;

import java.util.concurrent.CompletionStage;

/** Posts an event once. */
@FunctionalInterface
interface Poster {
  /**
   * Posts it.
   *
   * @param token vouches for the body
   * @return the answer; fails if there is none in time
   */
  CompletionStage<Answer> post(WebhookUrl url, Message message, String token);
}
