package akkord.api.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Reads a body that nobody needs before the request is handled. Akka HTTP would answer without it,
 * but log the URI with its token, because the answer came early.
 */
public final class BodyDrain implements HttpHandler {
  private final ActorSystem<?> system;
  private final HttpHandler inner;

  /** Drains what goes to {@code inner}. */
  public BodyDrain(ActorSystem<?> system, HttpHandler inner) {
    this.system = system;
    this.inner = inner;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    if (request.entity().isStrict()) {
      return inner.handle(request);
    }
    return request
        .discardEntityBytes(system)
        .completionStage()
        .handle(
            (done, failure) ->
                failure == null
                    ? inner.handle(request)
                    : CompletableFuture.completedStage(
                        Responses.text(413, "no body is expected here")))
        .thenCompose(Function.identity());
  }
}
