package akkord.integration;

import akkord.app.client.ClientLoop;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.LocalCertificate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Instant;

/** What all peers of a test share. */
public final class Clients implements AutoCloseable {
  private static final int HANDSHAKES = 32;

  final HttpClient http = HttpClient.newHttpClient();
  final ClientLoop loop = new ClientLoop("peers");
  final LocalCertificate certificate = LocalCertificate.generate(Instant.now(), new SecureRandom());
  final DtlsHandshake.Factory handshakes =
      BouncyCastleHandshake.factory(certificate, new SecureRandom(), HANDSHAKES);

  public Clients() throws IOException {}

  @Override
  public void close() {
    loop.close();
    http.shutdownNow();
  }
}
