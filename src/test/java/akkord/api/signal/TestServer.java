package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akkord.actors.participant.JoinReply;
import akkord.actors.participant.Participant;
import akkord.api.auth.AccessToken;
import akkord.api.auth.ApiKeys;
import akkord.api.auth.VideoGrant;
import akkord.api.http.HttpHandler;
import akkord.api.http.HttpServer;
import akkord.api.http.Responses;
import akkord.api.http.RootRoute;
import akkord.proto.JoinResponse;
import akkord.proto.LeaveRequest;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The edge on a free port of loopback; a probe stands in for every participant's entity. */
final class TestServer implements AutoCloseable {
  static final ApiKeys KEYS = new ApiKeys(Map.of("devkey", "secret"));

  static final SignalRequest LEAVE =
      SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()).build();

  final ActorTestKit kit;
  final TestProbe<Participant.Command> entity;
  final HttpClient client = HttpClient.newHttpClient();
  final int port;
  private final HttpServer server;

  TestServer(SignalSettings settings) {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    "akka.actor.provider = local, akka.coordinated-shutdown.exit-jvm = off")
                .withFallback(ConfigFactory.load()));
    entity = kit.createTestProbe(Participant.Command.class);
    ActorRef<SignalConnections.Command> connections =
        kit.spawn(SignalConnections.create(settings, (room, identity) -> entity.getRef()));
    RoomLookup rooms = room -> CompletableFuture.completedFuture(room.equals("known"));
    SignalRoute signal =
        new SignalRoute(settings, KEYS, Clock.systemUTC(), rooms, kit.system(), connections);
    HttpHandler root = new RootRoute();
    HttpHandler routes =
        request -> {
          String path = request.getUri().path();
          if (path.equals("/")) {
            return root.handle(request);
          }
          return SignalRoute.matches(path)
              ? signal.handle(request)
              : CompletableFuture.completedFuture(Responses.text(404, "not found"));
        };
    try {
      server = HttpServer.bind(kit.system(), List.of("127.0.0.1"), 0, routes);
    } catch (HttpServer.BindFailed failed) {
      throw new AssertionError(failed);
    }
    port = server.ports().getFirst();
  }

  static String token(String room, String identity) {
    return token(identity, VideoGrant.join(room));
  }

  static String token(String identity, VideoGrant grant) {
    return AccessToken.mint(
        "devkey", "secret", identity, "", grant, Instant.now(), Duration.ofHours(1));
  }

  HttpResponse<String> get(String pathAndQuery, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri("http", pathAndQuery));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** "status body", for a table. */
  String ask(String pathAndQuery, String... headers) {
    HttpResponse<String> response = get(pathAndQuery, headers);
    return response.statusCode() + " " + response.body();
  }

  URI uri(String scheme, String pathAndQuery) {
    return URI.create(scheme + "://127.0.0.1:" + port + pathAndQuery);
  }

  /** Starts to open a socket; it opens when the entity has answered. */
  TestSocket socket(String pathAndQuery, String... headers) {
    return TestSocket.open(client, uri("ws", pathAndQuery), headers);
  }

  /** The next join that reaches the entity. */
  Participant.Join expectJoin() {
    return entity.expectMessageClass(Participant.Join.class);
  }

  /** Accepts a join on behalf of a participant played by a probe of its own. */
  TestProbe<Participant.Command> accept(Participant.Join join) {
    TestProbe<Participant.Command> participant = kit.createTestProbe(Participant.Command.class);
    join.replyTo().tell(new JoinReply.Accepted("PA_1", participant.getRef(), join.options()));
    join.client().tell(joined());
    return participant;
  }

  /** The participant gets a request, and takes it. */
  static void take(TestProbe<Participant.Command> participant, SignalRequest request) {
    Participant.Signal signal = participant.expectMessageClass(Participant.Signal.class);
    assertEquals("PA_1", signal.session());
    assertEquals(request, signal.request());
    signal.replyTo().tell(new JoinReply.Taken());
  }

  static SignalResponse joined() {
    return SignalResponse.newBuilder()
        .setJoin(JoinResponse.newBuilder().setServerVersion("1.2.3"))
        .build();
  }

  @Override
  public void close() {
    server.close(Duration.ofSeconds(1)).toCompletableFuture().join();
    kit.shutdownTestKit();
  }
}
