package akkord.app;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.client.ClientData;
import akkord.app.client.ClientLoop;
import akkord.app.client.ClientOffer;
import akkord.app.client.ClientTransport;
import akkord.app.client.SignalClient;
import akkord.media.DataChannelSpec;
import akkord.media.DataMessage;
import akkord.media.IceCredentials;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.media.net.Packet;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SdpException;
import akkord.proto.AddTrackRequest;
import akkord.proto.ClientInfo;
import akkord.proto.ConnectionSettings;
import akkord.proto.DataPacket;
import akkord.proto.JoinRequest;
import akkord.proto.LeaveRequest;
import akkord.proto.Ping;
import akkord.proto.SessionDescription;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.TrackSource;
import akkord.proto.TrackType;
import akkord.proto.UserPacket;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * One client of a {@link Rehearsal}: joins, may exchange media or, if it has no sections for them,
 * data with others, and leaves.
 */
final class RehearsalClient implements ClientTransport.Listener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;
  private static final int TALK_PATIENCE_SECONDS = 180;
  private static final Duration VALIDITY = Duration.ofMinutes(10);
  private static final List<DataChannelSpec> CHANNELS =
      List.of(ClientData.RELIABLE, ClientData.LOSSY);
  private static final ByteString PAYLOAD = ByteString.copyFrom(new byte[200]);

  /** Bytes that may be under way. */
  private static final int WINDOW = 64 << 10;

  /** So many reliable packets come with one lossy one. */
  private static final int LOSSY_EVERY = 4;

  /** Pictures with each tick of the loop: many times what cameras do. */
  private static final int FRAMES_A_TICK = 2;

  /** What the clients of a rehearsal share. */
  record Shared(
      String url,
      String key,
      String secret,
      HttpClient http,
      ClientLoop loop,
      LocalCertificate certificate,
      DtlsHandshake.Factory handshakes) {}

  private final Shared shared;
  private final List<ClientOffer.Section> sections;
  private final IceCredentials ice =
      new IceCredentials(word().substring(0, 8), word().substring(0, 24));
  private final ClientTransport transport;
  private final ClientData data;
  private final RehearsalMedia media;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final CompletableFuture<Void> talked = new CompletableFuture<>();
  private SignalClient signal;
  private int offers;
  private boolean answered;
  // On the loop's thread.
  private int toSend;
  private int toReceive;
  private int sequence;

  /** One that has not joined. */
  RehearsalClient(Shared shared, List<ClientOffer.Section> sections) throws IOException {
    this.shared = shared;
    this.sections = sections;
    transport = new ClientTransport(shared.loop(), ice, shared.handshakes(), this);
    data = new ClientData(transport, this::onMessage);
    media = new RehearsalMedia(transport::sendRtp, transport::sendRtcp);
  }

  /**
   * Joins, and waits until media could flow, or data.
   *
   * @throws IOException if it is refused or does not get through in time
   */
  void join(String room, String identity) throws IOException {
    String token =
        AccessToken.mint(
            shared.key(),
            shared.secret(),
            identity,
            "",
            VideoGrant.join(room),
            Instant.now(),
            VALIDITY);
    signal = SignalClient.join(shared.http(), shared.url(), token, request(), this::onResponse);
    await(connected, PATIENCE_SECONDS);
  }

  /** Offers once more, as browsers do at once. */
  void offerAgain() throws IOException {
    say(SignalRequest.newBuilder().setOffer(offer()).build());
  }

  /** Says that it is still there, as clients do every few seconds. */
  void ping() throws IOException {
    say(SignalRequest.newBuilder().setPingReq(Ping.newBuilder().setTimestamp(1)).build());
  }

  private void say(SignalRequest request) throws IOException {
    await(signal.send(request).thenAccept(sent -> {}), PATIENCE_SECONDS);
  }

  /**
   * From now on sends so much, or waits for so much.
   *
   * @param sends data packets, as fast as the server takes them; or pictures with sound
   * @param receives reliable data packets, or RTP packets
   */
  void talk(int sends, int receives) {
    shared
        .loop()
        .execute(
            () -> {
              toSend = sends;
              toReceive = receives;
            });
  }

  /**
   * Waits until it has sent or received what it was to.
   *
   * @throws IOException if that takes too long
   */
  void awaitTalk() throws IOException {
    await(talked, TALK_PATIENCE_SECONDS);
  }

  private static void await(CompletableFuture<Void> event, int seconds) throws IOException {
    try {
      event.orTimeout(seconds, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new IOException("the rehearsal failed: " + e.getCause(), e);
    }
  }

  private JoinRequest request() {
    JoinRequest.Builder request =
        JoinRequest.newBuilder()
            .setClientInfo(ClientInfo.newBuilder().setProtocol(17))
            .setConnectionSettings(ConnectionSettings.newBuilder().setAutoSubscribe(true))
            .setPublisherOffer(offer());
    sections.stream()
        .filter(section -> !section.cid().isEmpty())
        .map(RehearsalClient::announcement)
        .forEach(request::addAddTrackRequests);
    return request.build();
  }

  private static AddTrackRequest announcement(ClientOffer.Section section) {
    return AddTrackRequest.newBuilder()
        .setCid(section.cid())
        .setType(section.video() ? TrackType.VIDEO : TrackType.AUDIO)
        .setSource(section.video() ? TrackSource.CAMERA : TrackSource.MICROPHONE)
        .build();
  }

  private boolean withData() {
    return sections.isEmpty();
  }

  private SessionDescription offer() {
    return SessionDescription.newBuilder()
        .setType("offer")
        .setId(++offers)
        .setSdp(ClientOffer.write(ice, shared.certificate().fingerprint(), sections, withData()))
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
    if (withData()) {
      data.start(CHANNELS, now);
    } else {
      connected.complete(null);
    }
  }

  @Override
  public void onFailed(String reason) {
    connected.completeExceptionally(new IOException(reason));
    talked.completeExceptionally(new IOException(reason));
  }

  @Override
  public void onRtp(Packet packet, long now) {
    media.onRtp(packet, now);
    received();
  }

  @Override
  public void onRtcp(Packet packet, long now) {}

  @Override
  public void onApplicationData(byte[] bytes, int offset, int length, long now) {
    data.onDatagram(bytes, offset, length, now);
  }

  @Override
  public void onTick(long now) {
    if (withData()) {
      data.onTick(now);
      if (CHANNELS.stream().allMatch(channel -> data.isOpen(channel.label()))) {
        connected.complete(null);
      }
      while (toSend > 0 && data.buffered() < WINDOW) {
        say(now);
      }
    } else {
      for (int i = 0; i < FRAMES_A_TICK && toSend > 0; i++) {
        media.send();
        sent();
      }
      media.report(now);
    }
  }

  private void say(long now) {
    DataPacket packet =
        DataPacket.newBuilder()
            .setUser(UserPacket.newBuilder().setPayload(PAYLOAD))
            .setSequence(++sequence)
            .build();
    data.send(ClientData.RELIABLE.label(), packet.toByteArray(), now);
    if (sequence % LOSSY_EVERY == 0) {
      data.send(ClientData.LOSSY.label(), packet.toByteArray(), now);
    }
    sent();
  }

  private void onMessage(DataMessage message) {
    if (message.label().equals(ClientData.RELIABLE.label())) {
      received();
    }
  }

  private void sent() {
    if (--toSend == 0) {
      talked.complete(null);
    }
  }

  private void received() {
    if (--toReceive == 0) {
      talked.complete(null);
    }
  }

  private static String word() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** Leaves, if it has joined and the server still listens. */
  @Override
  public void close() {
    if (signal != null) {
      LeaveRequest leave = LeaveRequest.getDefaultInstance();
      signal
          .send(SignalRequest.newBuilder().setLeave(leave).build())
          .handle((sent, failure) -> sent)
          .join();
      signal.close();
    }
    shared.loop().execute(transport::close);
  }
}
