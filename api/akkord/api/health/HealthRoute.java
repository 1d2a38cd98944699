package akkord.api.health;

import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akkord.api.auth.KeyProvider;
import akkord.api.http.HttpHandler;
import akkord.api.http.Responses;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code /nodes}: see {@link NodesRoute}; {@code /healthz}: 200 while the media workers run; {@code
 * /readyz}: 200 while new calls are taken too; else 503 with the reason. Restart a node that fails
 * the first, send no clients to one that fails the second.
 */
public final class HealthRoute implements HttpHandler {
  private static final Set<String> PATHS = Set.of("/healthz", "/readyz", NodesRoute.PATH);

  private final NodeHealth health;
  private final NodesRoute nodes;

  /**
   * Answers for one node.
   *
   * @param keys for the tokens that may list nodes
   */
  public HealthRoute(NodeHealth health, KeyProvider keys, Clock clock) {
    this.health = health;
    this.nodes = new NodesRoute(health, keys, clock);
  }

  /** Whether the path is one of these. */
  public static boolean matches(String path) {
    return PATHS.contains(path);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    if (!request.method().equals(HttpMethods.GET) && !request.method().equals(HttpMethods.HEAD)) {
      return CompletableFuture.completedFuture(Responses.text(405, "use GET"));
    }
    if (request.getUri().path().equals(NodesRoute.PATH)) {
      return nodes.handle(request);
    }
    boolean ready = request.getUri().path().equals("/readyz");
    return (ready ? health.ready() : health.alive()).thenApply(HealthRoute::answer);
  }

  private static HttpResponse answer(Optional<String> problem) {
    return problem.map(why -> Responses.text(503, why)).orElseGet(() -> Responses.text(200, "OK"));
  }
}
