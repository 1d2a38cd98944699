package akkord.api.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.TimeoutAccess;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.util.ByteString;
import akkord.actors.Entities;
import akkord.actors.room.Revocations;
import akkord.api.auth.Claims;
import akkord.api.auth.KeyProvider;
import akkord.api.auth.Verification;
import akkord.api.http.Caller;
import akkord.api.http.HttpHandler;
import akkord.api.http.QueryString;
import akkord.api.http.Responses;
import com.google.protobuf.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * {@code POST /twirp/livekit.RoomService/Method} (rows H-04, H-07, H-13, H-14); the prefix {@code
 * /twirp} may be left out, as in the first releases. Whatever cannot be routed is {@code bad_route}
 * with status 404, as in Twirp. A body is not read before its sender has shown a token.
 */
public final class TwirpRoute implements HttpHandler {
  private static final String PREFIX = "/twirp/";
  private static final String SERVICE = "livekit.RoomService/";
  private static final String TOO_LARGE = "body_too_large";
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);

  /** A client may send so many times the limit before it has read that it is refused. */
  private static final int DISCARDED_BODIES = 4;

  private final ActorSystem<?> system;
  private final Materializer materializer;
  private final KeyProvider keys;
  private final Clock clock;
  private final RoomServiceSettings settings;
  private final Map<String, Method<?>> methods = new HashMap<>();

  /** A call on its way through the route. */
  private record Exchange(
      HttpRequest request, String method, TwirpCodec.Format format, Call call, long startNanos) {}

  /** Serves rooms and participants wherever in the cluster they live. */
  public TwirpRoute(
      ActorSystem<?> system,
      Entities entities,
      ActorRef<Revocations.Command> revocations,
      KeyProvider keys,
      Clock clock,
      RoomServiceSettings settings) {
    this.system = system;
    this.keys = keys;
    this.clock = clock;
    this.settings = settings;
    materializer = SystemMaterializer.get(system).materializer();
    RoomMethods rooms = new RoomMethods(entities, settings);
    methods.putAll(rooms.byName());
    methods.putAll(
        new ParticipantMethods(entities, revocations, new MoveTokens(keys, clock), rooms, settings)
            .byName());
  }

  /** Whether {@code path} is one of ours. */
  public static boolean matches(String path) {
    return path.startsWith(PREFIX) || path.startsWith("/" + SERVICE);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    QueryString query = QueryString.parse(request.getUri().rawQueryString().orElse(""));
    Verification token = Caller.authenticate(request, query, keys, clock.instant());
    try {
      return switch (token) {
        case Verification.Invalid(var text) -> refuse(request, Responses.text(401, text));
        case Verification.Valid(var claims) -> call(route(request, claims));
        case Verification.None() -> {
          checkRoute(request);
          throw Grants.denied();
        }
      };
    } catch (TwirpError error) {
      return refuse(request, error.response());
    }
  }

  private Exchange route(HttpRequest request, Claims claims) {
    String method = checkRoute(request);
    String type = contentType(request);
    TwirpCodec.Format format =
        TwirpCodec.Format.of(type)
            .orElseThrow(() -> badRoute("unexpected Content-Type: \"" + type + "\""));
    Call call =
        new Call(
            system,
            claims.apiKey(),
            new Grants(claims.video()),
            settings.timeout(),
            wantedTimeout(request),
            request.getHeader(TimeoutAccess.class).map(TimeoutAccess::timeoutAccess));
    return new Exchange(request, method, format, call, System.nanoTime());
  }

  private String checkRoute(HttpRequest request) {
    String path = request.getUri().path();
    String rest = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : path.substring(1);
    String method = rest.startsWith(SERVICE) ? rest.substring(SERVICE.length()) : "";
    if (!methods.containsKey(method)) {
      throw badRoute("no handler for path \"" + path + "\"");
    }
    if (!request.method().equals(HttpMethods.POST)) {
      throw badRoute(
          "unsupported method \"" + request.method().name() + "\" (only POST is allowed)");
    }
    return method;
  }

  private CompletionStage<HttpResponse> call(Exchange exchange) {
    HttpEntity entity = exchange.request().entity();
    long limit = settings.maxBodySize() > 0 ? settings.maxBodySize() : Integer.MAX_VALUE;
    if (entity.getContentLengthOption().orElse(0) > limit) {
      record(exchange, TOO_LARGE);
      return refuse(exchange.request(), tooLarge());
    }
    return body(entity, limit)
        .thenCompose(body -> invoke(exchange, body))
        .thenApply(
            message -> {
              record(exchange, "ok");
              return TwirpCodec.encode(message, exchange.format());
            })
        .exceptionally(failure -> failed(exchange, failure));
  }

  /** A body that came with its headers is there: no stream has to run for it. */
  private CompletionStage<ByteString> body(HttpEntity entity, long limit) {
    return entity instanceof HttpEntity.Strict strict
        ? CompletableFuture.completedFuture(strict.getData())
        : entity
            .withSizeLimit(limit)
            .toStrict(BODY_TIMEOUT.toMillis(), limit, materializer)
            .thenApply(HttpEntity.Strict::getData);
  }

  private CompletionStage<Message> invoke(Exchange exchange, ByteString body) {
    return methods
        .get(exchange.method())
        .invoke(exchange.call(), body, exchange.format())
        .thenApply(message -> message);
  }

  private HttpResponse failed(Exchange exchange, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case TwirpError error -> {
        record(exchange, error.code().word());
        yield error.response();
      }
      case EntityStreamSizeException _ -> {
        record(exchange, TOO_LARGE);
        yield tooLarge();
      }
      case TimeoutException _ -> {
        record(exchange, TwirpError.Code.DEADLINE_EXCEEDED.word());
        yield new TwirpError(TwirpError.Code.DEADLINE_EXCEEDED, "the body took too long to arrive")
            .response();
      }
      default -> {
        record(exchange, TwirpError.Code.INTERNAL.word());
        system.log().error("{} failed", exchange.method(), cause);
        yield new TwirpError(TwirpError.Code.INTERNAL, "internal error").response();
      }
    };
  }

  private static HttpResponse tooLarge() {
    return Responses.text(413, "request body too large");
  }

  private static void record(Exchange exchange, String outcome) {
    ApiMetrics.called(exchange.method(), outcome, System.nanoTime() - exchange.startNanos());
  }

  /**
   * Whoever is refused may still be sending: what comes is passed over first, up to a bound. Akka
   * HTTP logs the URI, with any token in it, of a request that is answered earlier.
   */
  private CompletionStage<HttpResponse> refuse(HttpRequest request, HttpResponse response) {
    return request
        .entity()
        .withSizeLimit((long) DISCARDED_BODIES * Math.max(settings.maxBodySize(), 1 << 20))
        .discardBytes(materializer)
        .completionStage()
        .handle((done, failure) -> response);
  }

  private static TwirpError badRoute(String message) {
    return new TwirpError(TwirpError.Code.BAD_ROUTE, message);
  }

  private static String contentType(HttpRequest request) {
    return request
        .getHeader("Content-Type")
        .map(HttpHeader::value)
        .orElse(request.entity().getContentType().toString());
  }

  /** A header that is no number of milliseconds asks for nothing. */
  private static Optional<Duration> wantedTimeout(HttpRequest request) {
    try {
      return request
          .getHeader("X-Twirp-Timeout-Ms")
          .map(header -> Long.parseLong(header.value().strip()))
          .filter(millis -> millis > 0)
          .map(Duration::ofMillis);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
