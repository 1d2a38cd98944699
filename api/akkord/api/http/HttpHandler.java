package akkord.api.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/** Answers requests; must not block. */
@FunctionalInterface
public interface HttpHandler {
  /** Answers {@code request}; a failed stage becomes status 500. */
  CompletionStage<HttpResponse> handle(HttpRequest request);
}
