package akkord.api.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akkord.api.health.HealthRoute;
import akkord.api.page.PageRoute;
import akkord.api.room.TwirpRoute;
import akkord.api.signal.SignalRoute;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Hands each path to its route; what nobody serves is 404. */
public final class Dispatcher implements HttpHandler {
  private final HttpHandler signal;
  private final TwirpRoute api;
  private final HealthRoute health;
  private final Optional<PageRoute> page;
  private final RootRoute root = new RootRoute();

  /**
   * All routes.
   *
   * @param page only on a developer's machine
   */
  public Dispatcher(
      HttpHandler signal, TwirpRoute api, HealthRoute health, Optional<PageRoute> page) {
    this.signal = signal;
    this.api = api;
    this.health = health;
    this.page = page;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    String path = request.getUri().path();
    if (SignalRoute.matches(path)) {
      return signal.handle(request);
    }
    if (TwirpRoute.matches(path)) {
      return api.handle(request);
    }
    if (HealthRoute.matches(path)) {
      return health.handle(request);
    }
    if (page.isPresent() && PageRoute.matches(request)) {
      return page.get().handle(request);
    }
    return path.equals("/")
        ? root.handle(request)
        : CompletableFuture.completedFuture(Responses.empty(404));
  }
}
