package akkord.app.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import akkord.actors.node.MediaNode;
import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.RunningServer;
import akkord.app.client.SignalClient;
import akkord.app.file.MediaFile;
import akkord.app.file.Recording;
import akkord.integration.Await;
import akkord.integration.TcpRelay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stay goes on where a session cannot. */
class StayTest {
  @TempDir private Path folder;
  private RunningServer server;
  private TcpRelay relay;
  private final StringWriter told = new StringWriter();
  private final StringWriter others = new StringWriter();

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(1);
    relay = new TcpRelay(server.url());
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    server.close();
  }

  private static String token(String identity) {
    return AccessToken.mint(
        "devkey", "secret", identity, "", VideoGrant.join("r"), Instant.now(), Duration.ofHours(1));
  }

  /** Plays a second of silence over and over. */
  private Stay player(String token) throws IOException {
    Path file;
    try (Recording recording = Recording.begin(folder, "silence", MediaFile.Kind.OPUS)) {
      file = recording.file();
      for (int i = 0; i < 50; i++) {
        recording.add(new byte[] {(byte) 0xFC, (byte) 0xFF, (byte) 0xFE}, i * 20L);
      }
    }
    JoinSession.Options options =
        new JoinSession.Options(List.of(MediaFile.read(file, 30)), true, Optional.empty());
    return new Stay(options, new Events(new PrintWriter(told, true), false), relay.url(), token);
  }

  private static CompletableFuture<End> run(Stay stay) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return stay.run();
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private JoinSession watcher(String identity) throws IOException {
    JoinSession.Options nothing = new JoinSession.Options(List.of(), false, Optional.empty());
    Events events = new Events(new PrintWriter(others, true), false);
    JoinSession session = new JoinSession(nothing, events);
    session.join(server.url(), token(identity));
    return session;
  }

  private void awaitTold(String text, int times) {
    Await.until(() -> count(told, text) >= times, () -> text + " not in\n" + told);
  }

  private static int count(StringWriter log, String text) {
    return log.toString().split(text, -1).length - 1;
  }

  @Test
  void aCutSignalConnectionComesBackAndNobodyNotices() throws Exception {
    try (JoinSession watcher = watcher("watcher")) {
      Stay stay = player(token("play"));
      CompletableFuture<End> end = run(stay);
      awaitTold("connected", 1);
      for (int cut = 1; cut <= 2; cut++) {
        relay.cut();
        awaitTold("the signal connection is back", cut);
      }
      try (JoinSession late = watcher("late")) {
        awaitTold("late joins", 1);
        assertFalse(late.ended().isDone());
      }
      awaitTold("late leaves", 1);
      assertEquals(1, count(told, "joined r as play"), told::toString);
      assertFalse(others.toString().contains("play leaves"), others::toString);
      stay.leave();
      assertEquals(End.done("left"), end.get());
      Await.until(() -> others.toString().contains("play leaves"), others::toString);
      assertFalse(watcher.ended().isDone());
    }
  }

  @Test
  void whoseMediaIsLostJoinsAgain() throws Exception {
    Stay stay = player(token("play"));
    CompletableFuture<End> end = run(stay);
    awaitTold("connected", 1);
    server.node().tell(new MediaNode.KillWorker(0));
    awaitTold("joined r as play", 2);
    awaitTold("connected", 2);
    awaitTold("published audio/opus", 2);
    stay.leave();
    assertEquals(End.done("left"), end.get());
  }

  @Test
  void aRefusedJoinIsNotRepeated() throws IOException {
    Stay stay = player("rubbish");
    CompletionException refused = assertThrows(CompletionException.class, run(stay)::join);
    assertEquals(401, ((SignalClient.Refused) refused.getCause()).status());
  }
}
