package akkord.app;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.client.ClientLoop;
import akkord.app.client.ClientOffer;
import akkord.app.client.ClientTransport;
import akkord.app.client.SignalClient;
import akkord.media.IceCredentials;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.media.net.Packet;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SdpException;
import akkord.proto.ClientInfo;
import akkord.proto.ConnectionSettings;
import akkord.proto.JoinRequest;
import akkord.proto.LeaveRequest;
import akkord.proto.SessionDescription;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Joins a server and leaves again, one client after the other, with real signalling, ICE and DTLS.
 * A JVM that writes its start-up cache meanwhile keeps what it learnt of that path.
 */
final class Rehearsal implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;
  private static final Duration VALIDITY = Duration.ofMinutes(10);

  // As many as browsers offer.
  private static final List<ClientOffer.Section> SECTIONS =
      IntStream.range(0, 3)
          .boxed()
          .flatMap(
              i -> Stream.of(ClientOffer.Section.RECEIVE_AUDIO, ClientOffer.Section.RECEIVE_VIDEO))
          .toList();

  private final String url;
  private final String key;
  private final String secret;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ClientLoop loop;
  private final LocalCertificate certificate;
  private final DtlsHandshake.Factory handshakes;

  /**
   * Rehearses with one server.
   *
   * @param url {@code ws://host:port}
   */
  Rehearsal(String url, String key, String secret) throws IOException {
    this.url = url;
    this.key = key;
    this.secret = secret;
    SecureRandom random = new SecureRandom();
    loop = new ClientLoop("rehearsal");
    certificate = LocalCertificate.generate(Instant.now(), random);
    handshakes = BouncyCastleHandshake.factory(certificate, random, 2);
  }

  /**
   * One client joins, waits until media could flow, and leaves.
   *
   * @throws IOException if it is refused or does not get through in time
   */
  void join(String room, String identity) throws IOException {
    new Visit().run(room, identity);
  }

  private final class Visit implements ClientTransport.Listener {
    private final IceCredentials ice =
        new IceCredentials(word().substring(0, 8), word().substring(0, 24));
    private final ClientTransport transport = new ClientTransport(loop, ice, handshakes, this);
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private boolean answered;

    Visit() throws IOException {}

    void run(String room, String identity) throws IOException {
      String token =
          AccessToken.mint(
              key, secret, identity, "", VideoGrant.join(room), Instant.now(), VALIDITY);
      try (SignalClient signal = SignalClient.join(http, url, token, request(), this::onResponse)) {
        connected.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        // Browsers send a second offer at once.
        signal.send(SignalRequest.newBuilder().setOffer(offer(2)).build()).join();
        LeaveRequest leave = LeaveRequest.getDefaultInstance();
        signal.send(SignalRequest.newBuilder().setLeave(leave).build()).join();
      } catch (CompletionException e) {
        throw new IOException("the rehearsal failed: " + e.getCause().getMessage(), e);
      } finally {
        loop.execute(transport::close);
      }
    }

    private JoinRequest request() {
      return JoinRequest.newBuilder()
          .setClientInfo(ClientInfo.newBuilder().setProtocol(17))
          .setConnectionSettings(ConnectionSettings.newBuilder().setAutoSubscribe(true))
          .setPublisherOffer(offer(1))
          .build();
    }

    private SessionDescription offer(int id) {
      return SessionDescription.newBuilder()
          .setType("offer")
          .setId(id)
          .setSdp(ClientOffer.write(ice, certificate.fingerprint(), SECTIONS))
          .build();
    }

    private void onResponse(SignalResponse response) {
      if (response.hasAnswer() && !answered) {
        answered = true;
        try {
          connect(akkord.media.sdp.SessionDescription.parse(response.getAnswer().getSdp()));
        } catch (SdpException e) {
          onFailed(e.getMessage());
        }
      } else if (response.hasLeave()) {
        onFailed("the server said leave");
      }
    }

    private void connect(akkord.media.sdp.SessionDescription answer) throws SdpException {
      String[] candidate =
          answer.sections().stream()
              .flatMap(section -> section.candidates().stream())
              .findFirst()
              .orElseThrow(() -> new SdpException("the answer has no candidate"))
              .split(" ", -1);
      MediaSection first = answer.sections().getFirst();
      transport.start(
          new InetSocketAddress(candidate[4], Integer.parseInt(candidate[5])),
          first.ice().orElseThrow(),
          first.fingerprint().orElseThrow());
    }

    @Override
    public void onConnected(long now) {
      connected.complete(null);
    }

    @Override
    public void onFailed(String reason) {
      connected.completeExceptionally(new IOException(reason));
    }

    @Override
    public void onRtp(Packet packet, long now) {}

    @Override
    public void onRtcp(Packet packet, long now) {}

    @Override
    public void onTick(long now) {}
  }

  private static String word() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  @Override
  public void close() {
    loop.close();
    http.close();
  }
}
