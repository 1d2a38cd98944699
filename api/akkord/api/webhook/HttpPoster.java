package akkord.api.webhook;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.Uri;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.http.scaladsl.model.IllegalUriException;
import akka.stream.javadsl.Sink;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import scala.concurrent.duration.FiniteDuration;

/**
 * Posts with Akka HTTP's client over connections that are kept. A redirect is followed with the
 * same body: LiveKit's client would turn some of them into a GET and so lose the event.
 */
final class HttpPoster implements Poster {
  private static final int MAX_REDIRECTS = 10;
  private static final long MAX_ANSWER_BYTES = 64 << 10;
  // LiveKit's own: operators let it through their firewalls by this name.
  private static final HttpHeader USER_AGENT = RawHeader.create("User-Agent", "LiveKit");
  private static final ContentType JSON =
      MediaTypes.customBinary("application", "webhook+json", true).toContentType();

  private final ActorSystem<?> system;
  private final Duration timeout;
  private final ConnectionPoolSettings pool;

  /**
   * Posts so many requests at a time to one host, each within {@code timeout} from connecting to
   * the answer's status.
   */
  HttpPoster(ActorSystem<?> system, int workers, Duration timeout) {
    this.system = system;
    this.timeout = timeout;
    FiniteDuration within = FiniteDuration.create(timeout.toMillis(), TimeUnit.MILLISECONDS);
    FiniteDuration never = FiniteDuration.create(0, TimeUnit.MILLISECONDS);
    pool =
        ConnectionPoolSettings.create(system.classicSystem())
            .withMaxConnections(workers)
            .withMaxOpenRequests(2 * Integer.highestOneBit(workers))
            // When to try again is for Delivery to say.
            .withMaxRetries(0)
            .withBaseConnectionBackoff(never)
            .withMaxConnectionBackoff(never)
            .withConnectionSettings(
                ClientConnectionSettings.create(system.classicSystem())
                    .withConnectingTimeout(within)
                    .withIdleTimeout(within));
  }

  @Override
  public CompletionStage<Answer> post(WebhookUrl url, Message message, String token) {
    HttpRequest request =
        HttpRequest.POST(url.uri().toString())
            .withEntity(HttpEntities.create(JSON, message.body()))
            .addHeader(RawHeader.create("Authorization", token))
            .addHeader(RawHeader.create("Akkord-Room-Sequence", Long.toString(message.sequence())))
            .addHeader(USER_AGENT);
    return send(request, MAX_REDIRECTS)
        .toCompletableFuture()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletionStage<Answer> send(HttpRequest request, int redirects) {
    return Http.get(system)
        .singleRequest(
            request,
            Http.get(system).defaultClientHttpsContext(),
            pool,
            system.classicSystem().log())
        .thenCompose(response -> follow(request, response, redirects));
  }

  private CompletionStage<Answer> follow(
      HttpRequest request, HttpResponse response, int redirects) {
    discard(response);
    int status = response.status().intValue();
    Optional<String> location = header(response, "location");
    boolean elsewhere = status == 301 || status == 302 || status == 307 || status == 308;
    if (!elsewhere || location.isEmpty()) {
      return CompletableFuture.completedFuture(new Answer(status, retryAfter(response)));
    }
    if (redirects == 0) {
      return CompletableFuture.failedFuture(new IOException("it redirects without end"));
    }
    String from = request.getUri().toString();
    try {
      String to = URI.create(from).resolve(location.get()).toString();
      if (from.startsWith("https:") && !to.startsWith("https:")) {
        return CompletableFuture.failedFuture(new IOException("it redirects to plain HTTP"));
      }
      return send(request.withUri(Uri.create(to)), redirects - 1);
    } catch (IllegalArgumentException | IllegalUriException unusable) {
      return CompletableFuture.failedFuture(new IOException("it redirects to nowhere", unusable));
    }
  }

  /** Read to its end, a short answer leaves the connection to the next request. */
  private void discard(HttpResponse response) {
    response
        .entity()
        .getDataBytes()
        .limitWeighted(MAX_ANSWER_BYTES, bytes -> (long) bytes.size())
        .completionTimeout(timeout)
        .runWith(Sink.ignore(), system);
  }

  private static Optional<Duration> retryAfter(HttpResponse response) {
    return header(response, "retry-after")
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private static Optional<String> header(HttpResponse response, String name) {
    return response.getHeader(name).map(HttpHeader::value);
  }
}
