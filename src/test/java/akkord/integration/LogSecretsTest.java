package akkord.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.participant.Participant;
import akkord.actors.room.Room;
import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.RunningServer;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A call with its log turned up as far as it goes: nobody who reads it can act as anybody. */
class LogSecretsTest {
  private static final String API_SECRET = "Nq3vT8mK1xZr5wBf7yHc2uLd9sJg4aPe";
  private static final String URL_SECRET = "Wd6hR2kV9tMb";
  private static final int REFUSED_PORT = 1;

  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Map<Logger, Level> levels = new HashMap<>();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Appender<ILoggingEvent> console = root.getAppender("console");
  private final Appender<ILoggingEvent> everything =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(
              event.getLoggerName()
                  + " "
                  + event.getFormattedMessage()
                  + event.getMDCPropertyMap()
                  + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
      };

  @BeforeEach
  void listen() {
    for (Logger logger : loggers.getLoggerList()) {
      if (logger.getLevel() != null) {
        levels.put(logger, logger.getLevel());
        logger.setLevel(Level.TRACE);
      }
    }
    everything.setContext(loggers);
    everything.start();
    root.addAppender(everything);
    root.detachAppender(console);
  }

  @AfterEach
  void restore() {
    root.addAppender(console);
    root.detachAppender(everything);
    levels.forEach(Logger::setLevel);
  }

  private static RunningServer server() throws Exception {
    return new RunningServer(
        1,
        Map.of(
            "akka.loglevel",
            "DEBUG",
            "akka.log-dead-letters",
            "on",
            "keys.operator",
            API_SECRET,
            "webhook.api_key",
            "operator",
            "webhook.urls",
            List.of("http://127.0.0.1:" + REFUSED_PORT + "/hook?key=" + URL_SECRET)));
  }

  private static String token(String secret) {
    return AccessToken.mint(
        "operator",
        secret,
        "mallory",
        "",
        VideoGrant.join("lobby"),
        Instant.now(),
        Duration.ofHours(1));
  }

  /** Tokens that are good and bad, in both places where they may stand, where they are no use. */
  private static void ask(Clients clients, RunningServer server, String token)
      throws IOException, InterruptedException {
    String url = server.url().replace("ws:", "http:");
    for (String path :
        List.of("/rtc/validate", "/rtc/v1", "/nothing", "/twirp/livekit.RoomService/ListRooms")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path + "?access_token=" + token))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{"))
              .build();
      clients.http.send(request, HttpResponse.BodyHandlers.discarding());
      clients.http.send(
          HttpRequest.newBuilder(request.uri()).build(), HttpResponse.BodyHandlers.discarding());
    }
  }

  @Test
  void theLogOfACallHoldsNoTokenNoSecretAndNoPassword() throws Exception {
    List<String> passwords;
    try (RunningServer server = server();
        Clients clients = new Clients();
        Call call = new Call(server, clients, "lobby")) {
      ask(clients, server, token(API_SECRET));
      ask(clients, server, token("not the secret"));
      server.entities().room("lobby").tell(Room.Stop.INSTANCE);
      server.entities().participant("lobby", "alice").tell(Participant.Stop.INSTANCE);
      call.mutingWorks();
      passwords =
          List.of(
              call.alice().ice().password(),
              call.alice().serverIce().password(),
              call.bob().ice().password(),
              call.bob().serverIce().password());
      call.leavingWorks();
    }
    String log = String.join("\n", lines);
    assertTrue(log.contains("is connected from"), "actors were heard");
    assertTrue(log.contains("akka.cluster"), "libraries were heard");
    assertTrue(log.contains("Webhook http://127.0.0.1:1/hook: "), "webhooks were heard");
    assertEquals(
        List.of(),
        lines.stream()
            .filter(line -> line.contains(API_SECRET) || line.contains(URL_SECRET))
            .toList());
    // How every JSON Web Token begins.
    assertEquals(List.of(), lines.stream().filter(line -> line.contains("eyJ")).toList());
    for (String password : passwords) {
      assertFalse(password.isEmpty());
      assertEquals(List.of(), lines.stream().filter(line -> line.contains(password)).toList());
    }
  }
}
