package akkord.api.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Uri;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The main listener (rows H-01, H-02): one socket for each bind address, one handler for all. */
public final class HttpServer {
  /** A listener could not start; the message says which, why and what to do. */
  public static final class BindFailed extends Exception {
    BindFailed(String address, int port, Throwable cause) {
      super(
          "cannot listen on %s port %d (TCP): %s; stop what uses it or set another port"
              .formatted(address, port, cause.getMessage()),
          cause);
    }
  }

  private final List<ServerBinding> bindings;

  private HttpServer(List<ServerBinding> bindings) {
    this.bindings = List.copyOf(bindings);
  }

  /**
   * Listens.
   *
   * @param addresses names or numeric addresses; 0 as {@code port} takes any free port
   * @throws BindFailed if one of them cannot be listened on; none is left open then
   */
  public static HttpServer bind(
      ActorSystem<?> system, List<String> addresses, int port, HttpHandler handler)
      throws BindFailed {
    HttpHandler outermost = guard(system, new Cors(request -> handler.handle(collapse(request))));
    List<ServerBinding> bindings = new ArrayList<>();
    for (String address : addresses) {
      try {
        bindings.add(
            Http.get(system)
                .newServerAt(address, port)
                .bind(outermost::handle)
                .toCompletableFuture()
                .join());
      } catch (CompletionException failed) {
        new HttpServer(bindings).close(Duration.ZERO);
        throw new BindFailed(address, port, root(failed));
      }
    }
    return new HttpServer(bindings);
  }

  /** TCP ports, in the order of the addresses. */
  public List<Integer> ports() {
    return bindings.stream().map(binding -> binding.localAddress().getPort()).toList();
  }

  /** Takes no more connections; open ones stay. */
  public CompletionStage<Void> unbind() {
    return CompletableFuture.allOf(
        bindings.stream()
            .map(binding -> binding.unbind().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Ends everything; requests and sockets under way have {@code patience}. */
  public CompletionStage<Void> close(Duration patience) {
    return CompletableFuture.allOf(
        bindings.stream()
            .map(binding -> binding.terminate(patience).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Anything that a route throws ends here, once, with the path but never the query. */
  private static HttpHandler guard(ActorSystem<?> system, HttpHandler inner) {
    return request -> {
      try {
        return inner.handle(request).exceptionally(cause -> failed(system, request, cause));
      } catch (RuntimeException cause) {
        return CompletableFuture.completedFuture(failed(system, request, cause));
      }
    };
  }

  private static HttpResponse failed(ActorSystem<?> system, HttpRequest request, Throwable cause) {
    system.log().error("{} {} failed", request.method().name(), request.getUri().path(), cause);
    return Responses.text(500, "internal error");
  }

  /** Clients that join a base URL and a path carelessly send {@code //rtc}. */
  private static HttpRequest collapse(HttpRequest request) {
    String path = request.getUri().path();
    int first = 0;
    while (first + 1 < path.length() && path.charAt(first + 1) == '/') {
      first++;
    }
    Uri uri = request.getUri();
    return first == 0 ? request : request.withUri(uri.path(path.substring(first)));
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof BindException)) {
      cause = cause.getCause();
    }
    return cause;
  }
}
