package akkord.api.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets pages of any origin talk to the server (row H-03): the origin is reflected, in refusals too,
 * and preflight requests are answered here.
 */
public final class Cors implements HttpHandler {
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  private static final String METHODS = "OPTIONS, HEAD, GET, POST, PATCH, DELETE";
  private static final String MAX_AGE_SECONDS = "86400";

  private final HttpHandler inner;

  /** Goes around {@code inner}. */
  public Cors(HttpHandler inner) {
    this.inner = inner;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    Optional<String> origin = request.getHeader("Origin").map(HttpHeader::value);
    if (origin.isEmpty()) {
      return inner.handle(request);
    }
    Optional<HttpHeader> method = request.getHeader("Access-Control-Request-Method");
    if (request.method().equals(HttpMethods.OPTIONS) && method.isPresent()) {
      return CompletableFuture.completedFuture(preflight(request, origin.get()));
    }
    return inner.handle(request).thenApply(response -> allow(response, origin.get()));
  }

  private static HttpResponse preflight(HttpRequest request, String origin) {
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(RawHeader.create(ALLOW_ORIGIN, origin));
    headers.add(RawHeader.create("Vary", "Origin"));
    headers.add(RawHeader.create("Access-Control-Allow-Methods", METHODS));
    headers.add(RawHeader.create("Access-Control-Max-Age", MAX_AGE_SECONDS));
    request
        .getHeader("Access-Control-Request-Headers")
        .ifPresent(
            asked -> headers.add(RawHeader.create("Access-Control-Allow-Headers", asked.value())));
    return Responses.empty(204).addHeaders(headers);
  }

  private static HttpResponse allow(HttpResponse response, String origin) {
    HttpResponse exposed =
        response.addHeader(RawHeader.create("Access-Control-Expose-Headers", "*"));
    // Browsers refuse two values: a route that allows everybody has the last word (row A-08).
    return response.getHeader(ALLOW_ORIGIN).isPresent()
        ? exposed
        : exposed.addHeaders(
            List.of(RawHeader.create(ALLOW_ORIGIN, origin), RawHeader.create("Vary", "Origin")));
  }
}
