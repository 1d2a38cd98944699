package akkord.api.signal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akkord.actors.room.Revocations;
import akkord.api.auth.Claims;
import akkord.api.auth.KeyProvider;
import akkord.api.auth.Verification;
import akkord.api.auth.VideoGrant;
import akkord.api.http.Caller;
import akkord.api.http.HttpHandler;
import akkord.api.http.QueryString;
import akkord.api.http.Responses;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps out who was removed with {@code revoke_token_ts} (RS-05): a join, a resume and its
 * validation are refused with the same token, and with every one issued before.
 */
public final class RevocationGate implements HttpHandler {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpHandler inner;
  private final KeyProvider keys;
  private final Clock clock;
  private final ActorSystem<?> system;
  private final ActorRef<Revocations.Command> revocations;

  /** Goes around {@code inner}. */
  public RevocationGate(
      HttpHandler inner,
      KeyProvider keys,
      Clock clock,
      ActorSystem<?> system,
      ActorRef<Revocations.Command> revocations) {
    this.inner = inner;
    this.keys = keys;
    this.clock = clock;
    this.system = system;
    this.revocations = revocations;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    QueryString query = QueryString.parse(request.getUri().rawQueryString().orElse(""));
    return Caller.authenticate(request, query, keys, clock.instant())
            instanceof Verification.Valid(Claims claims)
        ? isRevoked(claims).thenCompose(revoked -> revoked ? refuse() : inner.handle(request))
        : inner.handle(request); // which knows what to say to everybody else
  }

  private CompletionStage<Boolean> isRevoked(Claims claims) {
    String room = claims.video().map(VideoGrant::room).orElse("");
    return AskPattern.ask(
        revocations,
        replyTo -> new Revocations.Check(room, claims.identity(), claims.issuedAt(), replyTo),
        PATIENCE,
        system.scheduler());
  }

  private static CompletionStage<HttpResponse> refuse() {
    SignalMetrics.joinRefused(401);
    return CompletableFuture.completedFuture(
        SignalRoute.allowAnyOrigin(Responses.text(401, "token has been revoked")));
  }
}
