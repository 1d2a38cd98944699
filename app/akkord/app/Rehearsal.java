package akkord.app;

import akkord.app.client.ClientLoop;
import akkord.app.client.ClientOffer;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.LocalCertificate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Joins a server and leaves again, one client after the other, with real signalling, ICE and DTLS;
 * or lets some clients exchange data or media. A JVM that writes its start-up cache meanwhile keeps
 * what it learnt of these paths.
 */
final class Rehearsal implements AutoCloseable {
  // As many as browsers offer.
  private static final List<ClientOffer.Section> SECTIONS =
      IntStream.range(0, 3)
          .boxed()
          .flatMap(
              i -> Stream.of(ClientOffer.Section.RECEIVE_AUDIO, ClientOffer.Section.RECEIVE_VIDEO))
          .toList();

  private static final int PINGS = 5;

  private final RehearsalClient.Shared shared;

  /**
   * Rehearses with one server.
   *
   * @param url {@code ws://host:port}
   */
  Rehearsal(String url, String key, String secret) throws IOException {
    SecureRandom random = new SecureRandom();
    LocalCertificate certificate = LocalCertificate.generate(Instant.now(), random);
    shared =
        new RehearsalClient.Shared(
            url,
            key,
            secret,
            HttpClient.newHttpClient(),
            new ClientLoop("rehearsal"),
            certificate,
            BouncyCastleHandshake.factory(certificate, random, 2));
  }

  /**
   * One client joins, waits until media could flow, and leaves.
   *
   * @throws IOException if it is refused or does not get through in time
   */
  void join(String room, String identity) throws IOException {
    try (RehearsalClient client = new RehearsalClient(shared, SECTIONS)) {
      client.join(room, identity);
      client.offerAgain();
      for (int i = 0; i < PINGS; i++) {
        client.ping();
      }
    }
  }

  /**
   * One client sends data packets to others, as fast as the server takes them, and all leave.
   *
   * @param packets reliable ones; some lossy ones go along
   * @throws IOException if they do not get through in time
   */
  void talk(String room, int listeners, int packets) throws IOException {
    perform(room, List.of(), List.of(), listeners, packets, packets);
  }

  /**
   * One client shows pictures with sound to others, many times as fast as a camera, and all leave.
   *
   * @param frames pictures; some packets may be lost
   * @throws IOException if not even half of the packets get through in time
   */
  void play(String room, int listeners, int frames) throws IOException {
    perform(
        room,
        List.of(RehearsalMedia.CAMERA, RehearsalMedia.MICROPHONE),
        List.of(ClientOffer.Section.RECEIVE_VIDEO, ClientOffer.Section.RECEIVE_AUDIO),
        listeners,
        frames,
        frames * RehearsalMedia.PACKETS / 2);
  }

  private void perform(
      String room,
      List<ClientOffer.Section> speaker,
      List<ClientOffer.Section> listener,
      int listeners,
      int sends,
      int receives)
      throws IOException {
    List<RehearsalClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i <= listeners; i++) {
        RehearsalClient client = new RehearsalClient(shared, i == 0 ? speaker : listener);
        clients.add(client);
        client.join(room, "performer-" + i);
        client.talk(0, receives);
      }
      clients.getFirst().talk(sends, 0);
      for (RehearsalClient client : clients) {
        client.awaitTalk();
      }
    } finally {
      clients.forEach(RehearsalClient::close);
    }
  }

  @Override
  public void close() {
    shared.loop().close();
    shared.http().close();
  }
}
