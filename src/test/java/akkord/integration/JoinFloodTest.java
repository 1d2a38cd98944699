package akkord.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.RunningServer;
import akkord.proto.DataPacket;
import akkord.proto.UserPacket;
import com.google.protobuf.ByteString;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two hundred joins a second for twenty seconds, three of four with a token that opens nothing:
 * each gets its status or its first message, the API answers, and a call goes on.
 */
@Timeout(120)
class JoinFloodTest {
  private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int ATTEMPTS = 4000;
  private static final Duration LENGTH = Duration.ofSeconds(20);
  // Fewer joins a second come from a machine that cannot answer as many.
  private static final int MAX_OPEN = 200;
  private static final int ROOMS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger open = new AtomicInteger();
  private final List<CompletableFuture<String>> refused = new ArrayList<>();
  private final List<CompletableFuture<String>> joined = new ArrayList<>();
  private final List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();

  @Test
  void harmsNobody() throws Exception {
    try (RunningServer server = new RunningServer(1);
        Clients clients = new Clients();
        Peer alice = Peer.talker(clients, "alice").join(server.url(), "calm");
        Peer bob = Peer.talker(clients, "bob").join(server.url(), "calm")) {
      alice.awaitConnected();
      bob.awaitConnected();
      flood(server.url());
      assertAnswered();
      assertTrue(alice.conversation().leave().isEmpty(), alice::toString);
      assertTrue(bob.conversation().leave().isEmpty(), bob::toString);
      Await.until(bob::hasData, bob::toString);
      bob.send(
          DataPacket.newBuilder()
              .setUser(UserPacket.newBuilder().setPayload(ByteString.copyFromUtf8("still here")))
              .build()
              .toByteArray());
      Await.until(() -> !alice.messages().isEmpty(), alice::toString);
      assertEquals(200, listRooms(server.url()).get(20, TimeUnit.SECONDS).statusCode());
      try (Peer carol = Peer.listener(clients, "carol").join(server.url(), "calm")) {
        assertEquals(
            2,
            Await.value(() -> carol.conversation().join(), carol::toString)
                .getOtherParticipantsCount());
      }
    } finally {
      http.shutdownNow();
    }
  }

  private void flood(String url) {
    long start = System.nanoTime();
    long next = start;
    for (int i = 0; i < ATTEMPTS && System.nanoTime() - start < LENGTH.toNanos(); i++) {
      if (open.get() < MAX_OPEN) {
        attempt(url, i);
      }
      if (i % 200 == 100) {
        calls.add(listRooms(url));
      }
      next += PERIOD;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void attempt(String url, int number) {
    String room = "flood " + number % ROOMS;
    String identity = "guest " + number;
    switch (number % 4) {
      case 0 -> joined.add(join(url, token("secret", identity, room, Duration.ofHours(1))));
      case 1 -> refused.add(join(url, token("guessed", identity, room, Duration.ofHours(1))));
      case 2 -> refused.add(join(url, token("secret", identity, room, Duration.ofHours(-1))));
      default -> refused.add(join(url, "no.token.atall"));
    }
  }

  /** What became of a join: a status, or the kind of what the socket said first. */
  private CompletableFuture<String> join(String url, String token) {
    open.incrementAndGet();
    CompletableFuture<String> outcome = new CompletableFuture<>();
    var unused =
        http.newWebSocketBuilder()
            .buildAsync(
                URI.create(url + "/rtc?protocol=16&access_token=" + token), new FirstWord(outcome))
            .whenComplete((socket, failure) -> refused(failure, outcome));
    return outcome.whenComplete((what, failure) -> open.decrementAndGet());
  }

  private static void refused(Throwable failure, CompletableFuture<String> outcome) {
    Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
    if (why instanceof WebSocketHandshakeException said) {
      outcome.complete(Integer.toString(said.getResponse().statusCode()));
    } else if (why != null) {
      outcome.completeExceptionally(why);
    }
  }

  private record FirstWord(CompletableFuture<String> outcome) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      outcome.complete("message");
      socket.abort();
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      outcome.complete("closed " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      outcome.completeExceptionally(failure);
    }
  }

  private void assertAnswered() throws Exception {
    assertTrue(calls.size() > 0 && joined.size() > 0 && refused.size() > 0);
    for (CompletableFuture<String> outcome : refused) {
      assertEquals("401", outcome.get(30, TimeUnit.SECONDS));
    }
    for (CompletableFuture<String> outcome : joined) {
      String what = outcome.get(30, TimeUnit.SECONDS);
      // On a machine that is too slow a session may not begin in time.
      assertTrue(List.of("message", "500", "503").contains(what), what);
    }
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertEquals(200, call.get(30, TimeUnit.SECONDS).statusCode());
    }
  }

  private CompletableFuture<HttpResponse<String>> listRooms(String url) {
    VideoGrant grant = VideoGrant.service(false, true, false, "");
    String token =
        AccessToken.mint(
            "devkey", "secret", "back end", "", grant, Instant.now(), Duration.ofHours(1));
    return http.sendAsync(
        HttpRequest.newBuilder(
                URI.create(url.replace("ws:", "http:") + "/twirp/livekit.RoomService/ListRooms"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String token(String secret, String identity, String room, Duration validFor) {
    return AccessToken.mint(
        "devkey", secret, identity, "", VideoGrant.join(room), Instant.now(), validFor);
  }
}
