package akkord.api.http;

import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /} says {@code OK} (row H-05): load balancers and clients ask whether we are there. */
public final class RootRoute implements HttpHandler {
  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    boolean asked =
        request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
    return CompletableFuture.completedFuture(
        asked ? Responses.text(200, "OK") : Responses.text(405, "use GET"));
  }
}
