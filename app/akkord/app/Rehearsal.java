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
 * or lets some clients talk on data channels. A JVM that writes its start-up cache meanwhile keeps
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
    }
  }

  /**
   * One client sends data packets to others, as fast as they get them, and all leave.
   *
   * @param packets reliable ones; some lossy ones go along
   * @throws IOException if they do not get through in time
   */
  void talk(String room, int listeners, int packets) throws IOException {
    List<RehearsalClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i <= listeners; i++) {
        RehearsalClient client = new RehearsalClient(shared, List.of());
        clients.add(client);
        client.join(room, "talker-" + i);
        client.talk(0, packets);
      }
      clients.getFirst().talk(packets, 0);
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
