package akkord.api.health;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akkord.api.auth.Claims;
import akkord.api.auth.KeyProvider;
import akkord.api.auth.Verification;
import akkord.api.auth.VideoGrant;
import akkord.api.http.Caller;
import akkord.api.http.HttpHandler;
import akkord.api.http.QueryString;
import akkord.api.http.Responses;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /nodes}: the cluster's members as JSON, {@code {"nodes":[{"id","address","status",
 * "reachable"}]}}, for a token that may list rooms ({@code roomList}); else 401.
 */
final class NodesRoute implements HttpHandler {
  /** Where it is served. */
  static final String PATH = "/nodes";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final NodeHealth health;
  private final KeyProvider keys;
  private final Clock clock;

  /** Answers for the cluster of one node. */
  NodesRoute(NodeHealth health, KeyProvider keys, Clock clock) {
    this.health = health;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return CompletableFuture.completedFuture(answer(request));
  }

  private HttpResponse answer(HttpRequest request) {
    QueryString query = QueryString.parse(request.getUri().rawQueryString().orElse(""));
    return switch (Caller.authenticate(request, query, keys, clock.instant())) {
      case Verification.None none -> Responses.text(401, "permissions denied");
      case Verification.Invalid invalid -> Responses.text(401, invalid.text());
      case Verification.Valid valid -> mayList(valid.claims()) ? list() : denied();
    };
  }

  private static boolean mayList(Claims claims) {
    return claims.video().map(VideoGrant::roomList).orElse(false);
  }

  private static HttpResponse denied() {
    return Responses.text(401, "permissions denied");
  }

  private HttpResponse list() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode nodes = answer.putArray("nodes");
    for (NodeHealth.Node node : health.nodes()) {
      nodes
          .addObject()
          .put("id", node.id())
          .put("address", node.address())
          .put("status", node.status())
          .put("reachable", node.reachable());
    }
    return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, answer.toString());
  }
}
