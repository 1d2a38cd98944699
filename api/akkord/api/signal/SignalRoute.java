package akkord.api.signal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akkord.actors.participant.JoinOptions;
import akkord.api.auth.KeyProvider;
import akkord.api.auth.Verification;
import akkord.api.http.Caller;
import akkord.api.http.HttpHandler;
import akkord.api.http.QueryString;
import akkord.api.http.Responses;
import akkord.api.websocket.WebSockets;
import akkord.proto.SignalResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code /rtc} and {@code /rtc/v1} with their validate paths (row H-06). A socket opens only after
 * its session has started, so that every failure is an HTTP status.
 */
public final class SignalRoute implements HttpHandler {
  // Clients look for this text: another 404 means a server that is too old (1.3).
  private static final String NO_ROOM = "requested room does not exist";

  private static final Duration GRACE = Duration.ofSeconds(2);

  private final KeyProvider keys;
  private final Clock clock;
  private final RoomLookup rooms;
  private final ActorSystem<?> system;
  private final ActorRef<SignalConnections.Command> connections;
  private final JoinValidation validation;
  private final Duration patience;
  private final int maxFrameSize;

  /** Answers on behalf of {@code connections}. */
  public SignalRoute(
      SignalSettings settings,
      KeyProvider keys,
      Clock clock,
      RoomLookup rooms,
      ActorSystem<?> system,
      ActorRef<SignalConnections.Command> connections) {
    this.keys = keys;
    this.clock = clock;
    this.rooms = rooms;
    this.system = system;
    this.connections = connections;
    validation = new JoinValidation(settings);
    maxFrameSize = settings.maxFrameSize();
    patience = settings.joinTimeouts().stream().reduce(GRACE, Duration::plus);
  }

  /** Whether {@code path} is one of ours. */
  public static boolean matches(String path) {
    return switch (path) {
      case "/rtc", "/rtc/v1", "/rtc/validate", "/rtc/v1/validate" -> true;
      default -> false;
    };
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    String path = request.getUri().path();
    boolean probe = path.endsWith("/validate");
    QueryString query = QueryString.parse(request.getUri().rawQueryString().orElse(""));
    Verification token = Caller.authenticate(request, query, keys, clock.instant());
    Optional<WebSocketUpgrade> upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
    if (upgrade.isEmpty() && !probe && !(token instanceof Verification.Invalid)) {
      return CompletableFuture.completedFuture(Responses.empty(404));
    }
    Admission admission =
        validation.check(
            new JoinValidation.Attempt(
                token,
                query,
                request.getHeader("User-Agent").map(HttpHeader::value).orElse(""),
                Caller.address(request),
                path.startsWith("/rtc/v1"),
                probe));
    return switch (admission) {
      case Admission.Refused(var status, var text) -> refuse(status, text, probe);
      case Admission.RefusedInRoom(var room, Admission.Refused(var status, var text)) ->
          rooms
              .exists(room)
              .thenCompose(yes -> yes ? refuse(status, text, probe) : refuse(404, NO_ROOM, probe));
      case Admission.Admitted admitted when probe -> answerProbe(admitted.options());
      case Admission.Admitted admitted -> open(admitted, upgrade.get());
    };
  }

  private static CompletionStage<HttpResponse> refuse(int status, String text, boolean probe) {
    SignalMetrics.joinRefused(status);
    HttpResponse response = Responses.text(status, text);
    return CompletableFuture.completedFuture(probe ? allowAnyOrigin(response) : response);
  }

  private CompletionStage<HttpResponse> answerProbe(JoinOptions options) {
    CompletionStage<Boolean> joinable =
        options.mayCreateRoom()
            ? CompletableFuture.completedFuture(true)
            : rooms.exists(options.room());
    return joinable.thenApply(
        yes -> allowAnyOrigin(yes ? Responses.text(200, "success") : Responses.text(404, NO_ROOM)));
  }

  /** Row A-08: this path is fetched by pages that look for the cause of a failed socket. */
  static HttpResponse allowAnyOrigin(HttpResponse response) {
    return response.addHeader(RawHeader.create("Access-Control-Allow-Origin", "*"));
  }

  private HttpResponse sayFarewell(SignalResponse leave, WebSocketUpgrade upgrade) {
    Message message = SignalCodec.encode(leave, SignalCodec.Format.BINARY);
    return WebSockets.accept(
        upgrade,
        Flow.fromSinkAndSource(Sink.<Message>ignore(), Source.single(message)),
        maxFrameSize);
  }

  private CompletionStage<HttpResponse> open(
      Admission.Admitted admitted, WebSocketUpgrade upgrade) {
    TokenRenewal tokens = new TokenRenewal(keys, clock, admitted.claims());
    CompletionStage<Opening> opening =
        AskPattern.ask(
            connections,
            replyTo ->
                new SignalConnections.Open(
                    admitted.options(), tokens, admitted.resumes(), 0, replyTo),
            patience,
            system.scheduler());
    return opening.thenCompose(
        result ->
            switch (result) {
              case Opening.Opened(var frames) ->
                  CompletableFuture.completedFuture(
                      WebSockets.accept(upgrade, frames, maxFrameSize));
              case Opening.Farewell(var leave) ->
                  CompletableFuture.completedFuture(sayFarewell(leave, upgrade));
              case Opening.Refused(var status, var text) -> refuse(status, text, false);
            });
  }
}
