package akkord.app.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.RunningServer;
import akkord.app.client.AgentPath;
import akkord.app.client.DatagramPath;
import akkord.app.file.Frame;
import akkord.app.file.MediaFile;
import akkord.app.file.Recording;
import akkord.integration.Await;
import akkord.media.IceCredentials;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One participant plays files, another records them: what comes out is what went in. */
class JoinTest {
  private static final int FRAMES = 40;
  private static final int KEY_EVERY = 10;

  @TempDir private Path folder;
  private RunningServer server;
  private final StringWriter told = new StringWriter();

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String token(String identity) {
    return AccessToken.mint(
        "devkey", "secret", identity, "", VideoGrant.join("r"), Instant.now(), Duration.ofHours(1));
  }

  private Events events() {
    return new Events(new PrintWriter(told, true), false);
  }

  private JoinSession join(String identity, JoinSession.Options options) throws IOException {
    JoinSession session = new JoinSession(options, events());
    session.join(server.url(), token(identity));
    return session;
  }

  /** A file whose frames differ and take one to four packets each. */
  private MediaFile source(MediaFile.Kind codec) throws IOException {
    Random random = new Random(codec.name().length());
    Path file;
    try (Recording recording = Recording.begin(folder, "source-" + codec, codec)) {
      file = recording.file();
      for (int i = 0; i < FRAMES; i++) {
        boolean key = i % KEY_EVERY == 0;
        byte[] frame = new byte[codec == MediaFile.Kind.OPUS ? 80 + i : 200 + i % 4 * 1000];
        random.nextBytes(frame);
        switch (codec) {
          case OPUS -> frame[0] = (byte) 0xFC;
          case VP8 -> {
            frame[0] = (byte) (key ? 0x10 : 0x11);
            System.arraycopy(
                new byte[] {(byte) 0x9d, 1, 0x2a, 64, 1, (byte) 180, 0}, 0, frame, 3, 7);
          }
          case H264 -> {
            for (int at = 0; at < frame.length; at++) {
              frame[at] |= 1; // never a start code
            }
            byte[] head = {0, 0, 0, 1, (byte) (key ? 0x65 : 0x41), (byte) 0x88};
            System.arraycopy(head, 0, frame, 0, head.length);
          }
        }
        recording.add(frame, i * 33L);
      }
    }
    return MediaFile.read(file, 30);
  }

  private List<Path> recorded(Path into) throws IOException {
    try (Stream<Path> files = Files.list(into)) {
      return files.sorted().toList();
    }
  }

  private static int find(List<Frame> frames, byte[] data, int from) {
    for (int i = 0; i < frames.size(); i++) {
      int at = (from + i) % frames.size();
      if (Arrays.equals(frames.get(at).data(), data)) {
        return at;
      }
    }
    throw new AssertionError("a frame of " + data.length + " bytes that nobody sent");
  }

  @Test
  void whatIsPlayedIsWhatIsRecorded() throws IOException {
    List<MediaFile> sources = new ArrayList<>();
    for (MediaFile.Kind codec : MediaFile.Kind.values()) {
      sources.add(source(codec));
    }
    Path into = Files.createDirectory(folder.resolve("recorded"));
    JoinSession recorder =
        join("rec", new JoinSession.Options(List.of(), false, Optional.of(into)));
    JoinSession player = join("play", new JoinSession.Options(sources, true, Optional.empty()));
    Await.until(
        () -> told.toString().split("recording play's", -1).length == 4, () -> told.toString());
    Await.until(() -> size(into) > 100_000, () -> told.toString());
    player.close();
    Await.until(() -> told.toString().contains("play leaves"), () -> told.toString());
    recorder.close();
    assertEquals(3, recorded(into).size());
    for (Path file : recorded(into)) {
      MediaFile copy = MediaFile.read(file, 30);
      MediaFile source =
          sources.stream().filter(from -> from.codec() == copy.codec()).findFirst().orElseThrow();
      int at = find(source.frames(), copy.frames().getFirst().data(), 0);
      assertTrue(copy.frames().getFirst().key(), file::toString);
      assertTrue(copy.frames().size() > 5, file + ": " + copy.frames().size());
      for (Frame frame : copy.frames()) {
        at = find(source.frames(), frame.data(), at);
      }
    }
    String log = told.toString();
    for (String line :
        List.of("joined r as rec", "play joins", "play publishes camera", "connected", "left")) {
      assertTrue(line.equals("left") || log.contains(line), log);
    }
  }

  private static long size(Path into) {
    try (Stream<Path> files = Files.list(into)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Loses each tenth RTP packet at its first sending. */
  private static final class LossyPath implements DatagramPath {
    private static final int RTX = JoinOffer.rtxPayloadType(MediaFile.Kind.VP8);

    private final DatagramPath way;
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger repaired = new AtomicInteger();
    private int video;

    LossyPath(DatagramPath way) {
      this.way = way;
    }

    @Override
    public IceCredentials local() {
      return way.local();
    }

    @Override
    public void start(
        List<InetSocketAddress> candidates, IceCredentials remote, Receiver receiver) {
      way.start(candidates, remote, receiver);
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      boolean isRtp = (bytes[offset] & 0xC0) == 0x80;
      int type = bytes[offset + 1] & 0x7F;
      if (isRtp && type == RTX) {
        repaired.incrementAndGet();
      } else if (isRtp && type == RTX - 1 && ++video % 10 == 0) {
        lost.incrementAndGet();
        return;
      }
      way.send(bytes, offset, length);
    }

    @Override
    public void onTick(long now) {
      way.onTick(now);
    }

    @Override
    public void close() {
      way.close();
    }
  }

  @Test
  void whatIsLostOnTheWayIsSentAgain() throws IOException {
    MediaFile source = source(MediaFile.Kind.VP8);
    Path into = Files.createDirectory(folder.resolve("recorded"));
    AtomicReference<LossyPath> way = new AtomicReference<>();
    try (JoinSession recorder =
            join("rec", new JoinSession.Options(List.of(), false, Optional.of(into)));
        JoinSession player =
            new JoinSession(
                new JoinSession.Options(List.of(source), true, Optional.empty()),
                events(),
                loop -> {
                  way.set(new LossyPath(new AgentPath(loop)));
                  return way.get();
                })) {
      player.join(server.url(), token("play"));
      Await.until(() -> size(into) > 200_000, () -> told.toString());
      assertFalse(recorder.ended().isDone() || player.ended().isDone(), told::toString);
    }
    assertTrue(way.get().lost.get() > 0 && way.get().repaired.get() > 0, told::toString);
    List<Frame> copy = MediaFile.read(recorded(into).getFirst(), 30).frames();
    int at = find(source.frames(), copy.getFirst().data(), 0);
    int gaps = 0;
    for (Frame frame : copy) {
      int next = find(source.frames(), frame.data(), at);
      gaps += next == at ? 0 : 1;
      at = (next + 1) % FRAMES;
    }
    int lost = way.get().lost.get();
    assertTrue(gaps <= lost / 2, gaps + " gaps by " + lost + " lost packets");
  }

  @Test
  void filesPlayedOnceEndTheStay() throws Exception {
    MediaFile opus = source(MediaFile.Kind.OPUS);
    try (JoinSession player =
        join("once", new JoinSession.Options(List.of(opus), false, Optional.empty()))) {
      Await.until(() -> player.ended().isDone(), () -> told.toString());
      assertEquals(End.done("every file has been played"), player.ended().get());
    }
  }
}
