package akkord.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.util.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.livekit.server.WebhookReceiver;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import livekit.LivekitWebhook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real requests to a real server; it answers as its path says. */
class HttpPosterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ByteString BODY =
      ByteString.fromString("{\"event\":\"room_started\",\"id\":\"EV_1\",\"createdAt\":\"7\"}");
  private static final Message MESSAGE =
      new Message("lobby", "room_started", "EV_1", 7, BODY, Instant.EPOCH);

  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private ActorTestKit kit;
  private HttpServer server;

  private record Request(
      String path, String contentType, String token, String sequence, String agent, String body) {}

  @BeforeEach
  void start() throws IOException {
    kit = ActorTestKit.create();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
    kit.shutdownTestKit();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(
        new Request(
            path,
            exchange.getRequestHeaders().getFirst("Content-Type"),
            exchange.getRequestHeaders().getFirst("Authorization"),
            exchange.getRequestHeaders().getFirst("Akkord-Room-Sequence"),
            exchange.getRequestHeaders().getFirst("User-Agent"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    switch (path) {
      case "/hang" -> await();
      case "/endless" -> endless(exchange);
      case "/later" -> {
        exchange.getResponseHeaders().add("Retry-After", "7");
        exchange.sendResponseHeaders(503, -1);
      }
      case "/elsewhere" -> redirect(exchange, 301, "taken?a=b");
      case "/circle" -> redirect(exchange, 307, "/circle");
      case "/see-other" -> redirect(exchange, 303, "/taken");
      case "/nowhere" -> redirect(exchange, 308, "http://[nowhere/");
      default -> {
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write(new byte[] {'o', 'k'});
      }
    }
    exchange.close();
  }

  private static void redirect(HttpExchange exchange, int status, String to) throws IOException {
    exchange.getResponseHeaders().add("Location", to);
    exchange.sendResponseHeaders(status, -1);
  }

  private void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      while (end.getCount() > 0) {
        out.write(new byte[1024]);
      }
    }
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletionStage<Answer> post(String path) {
    return post(server.getAddress().getPort(), path, PATIENCE);
  }

  private CompletionStage<Answer> post(int port, String path, Duration timeout) {
    WebhookSettings settings = TestSettings.of("http://127.0.0.1:" + port + path);
    Signer signer = new Signer(settings.apiKey(), settings.keys(), InstantSource.system());
    return new HttpPoster(kit.system(), 2, timeout)
        .post(settings.urls().getFirst(), MESSAGE, signer.sign(BODY));
  }

  private static Answer answer(CompletionStage<Answer> pending) {
    return pending.toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
  }

  private static Throwable failure(CompletionStage<Answer> pending) {
    Throwable failure = assertThrows(CompletionException.class, () -> answer(pending));
    while (failure.getCause() != null) {
      failure = failure.getCause();
    }
    return failure;
  }

  private Request received() throws InterruptedException {
    Request request = requests.poll(5, TimeUnit.SECONDS);
    assertNotNull(request, "no request came");
    return request;
  }

  @Test
  void theJavaSdkAcceptsIt() throws InterruptedException {
    assertEquals(new Answer(200, Optional.empty()), answer(post("/hook")));
    Request request = received();
    assertEquals("/hook", request.path());
    assertEquals("application/webhook+json", request.contentType());
    assertEquals("LiveKit", request.agent());
    assertEquals("7", request.sequence());
    assertEquals(BODY.utf8String(), request.body());
    LivekitWebhook.WebhookEvent event =
        new WebhookReceiver("key", TestSettings.SECRET).receive(request.body(), request.token());
    assertEquals("EV_1", event.getId());
    assertThrows(
        Exception.class,
        () -> new WebhookReceiver("key", TestSettings.SECRET).receive("{}", request.token()));
    assertThrows(
        Exception.class,
        () ->
            new WebhookReceiver("key", "wrong".repeat(10))
                .receive(BODY.utf8String(), request.token()));
  }

  @Test
  void aReceiverSaysWhen() {
    assertEquals(new Answer(503, Optional.of(Duration.ofSeconds(7))), answer(post("/later")));
  }

  @Test
  void redirectsCarryTheBodyAndTheSignature() throws InterruptedException {
    assertEquals(200, answer(post("/elsewhere")).status());
    Request first = received();
    Request second = received();
    assertEquals("/taken", second.path());
    assertEquals(first.token(), second.token());
    assertEquals(BODY.utf8String(), second.body());
  }

  @Test
  void redirectsThatLeadNowhereAreFailures() {
    assertEquals("it redirects without end", failure(post("/circle")).getMessage());
    assertTrue(failure(post("/nowhere")).getMessage().contains("nowhere"));
    assertEquals(303, answer(post("/see-other")).status());
  }

  @Test
  void aReceiverThatHangsIsLeftInTime() {
    assertInstanceOf(
        TimeoutException.class,
        failure(post(server.getAddress().getPort(), "/hang", Duration.ofSeconds(1))));
  }

  @Test
  void anAnswerThatNeverEndsIsAnAnswer() {
    assertEquals(200, answer(post("/endless")).status());
  }

  @Test
  void aReceiverThatIsNotThereIsAFailureEachTimeAtOnce() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    for (int i = 0; i < 5; i++) {
      Throwable refused = failure(post(port, "/", PATIENCE));
      assertEquals(false, refused instanceof TimeoutException, refused::toString);
    }
  }
}
