package akkord.bench;

import akkord.app.client.ClientData;
import akkord.app.client.ClientLoop;
import akkord.app.client.ClientOffer;
import akkord.app.client.ClientTransport;
import akkord.app.client.SignalClient;
import akkord.media.DataMessage;
import akkord.media.IceCredentials;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.media.net.Packet;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SdpException;
import akkord.proto.ClientInfo;
import akkord.proto.ConnectionSettings;
import akkord.proto.DataPacket;
import akkord.proto.JoinRequest;
import akkord.proto.Ping;
import akkord.proto.SessionDescription;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One simulated participant: publishes one track, or receives what others publish. */
final class LoadPeer implements ClientTransport.Listener {
  /** What all peers share. */
  record Shared(
      HttpClient http,
      ClientLoop loop,
      LocalCertificate certificate,
      DtlsHandshake.Factory handshakes,
      String url,
      Latencies latencies) {}

  private static final int MAX_STREAMS = 8;
  private static final long REPORT_INTERVAL = 1_000_000_000L;

  private final Shared shared;
  private final String room;
  private final String identity;
  private final List<ClientOffer.Section> sections;
  private final IceCredentials ice =
      new IceCredentials(word().substring(0, 8), word().substring(0, 24));
  private final CountDownLatch connected = new CountDownLatch(1);
  private final ClientTransport transport;
  private final Packet report = new Packet();
  private final long[] ssrcs = new long[MAX_STREAMS];
  private final int[] firstSequence = new int[MAX_STREAMS];
  private final int[] lastSequence = new int[MAX_STREAMS];
  private int streams;
  private long nextReport;
  // Responses may come before join returns.
  private final CompletableFuture<SignalClient> signal = new CompletableFuture<>();
  volatile String failure;
  volatile boolean keyFrameWanted = true;
  volatile long received;
  volatile boolean collecting;
  private ClientData data;

  LoadPeer(Shared shared, String room, String identity, List<ClientOffer.Section> sections)
      throws IOException {
    this.shared = shared;
    this.room = room;
    this.identity = identity;
    this.sections = sections;
    this.transport = new ClientTransport(shared.loop(), ice, shared.handshakes(), this);
  }

  /** One that sends and receives data packets only. */
  static LoadPeer ofData(Shared shared, String room, String identity) throws IOException {
    LoadPeer peer = new LoadPeer(shared, room, identity, List.of());
    peer.data = new ClientData(peer.transport, peer::onData);
    return peer;
  }

  private static String word() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  void join(String key, String secret) throws IOException {
    JoinRequest.Builder request =
        JoinRequest.newBuilder()
            .setClientInfo(
                ClientInfo.newBuilder()
                    .setSdk(ClientInfo.SDK.GO)
                    .setVersion("2.0.0")
                    .setProtocol(17))
            .setConnectionSettings(ConnectionSettings.newBuilder().setAutoSubscribe(!publishes()));
    for (ClientOffer.Section section : sections) {
      if (!section.cid().isEmpty()) {
        request.addAddTrackRequests(LoadTracks.announce(section));
      }
    }
    request.setPublisherOffer(offer(1));
    signal.complete(
        SignalClient.join(
            shared.http(),
            shared.url(),
            LoadTracks.token(key, secret, room, identity),
            request.build(),
            this::onSignal));
  }

  private boolean publishes() {
    return sections.stream().anyMatch(section -> !section.cid().isEmpty());
  }

  private SessionDescription offer(int id) {
    return SessionDescription.newBuilder()
        .setType("offer")
        .setId(id)
        .setSdp(ClientOffer.write(ice, shared.certificate().fingerprint(), sections, data != null))
        .build();
  }

  private int offers = 1;

  private void onSignal(SignalResponse response) {
    switch (response.getMessageCase()) {
      case ANSWER -> onAnswer(response.getAnswer());
      case MEDIA_SECTIONS_REQUIREMENT ->
          send(SignalRequest.newBuilder().setOffer(offer(++offers)).build());
      case LEAVE -> failure = "the server said leave: " + response.getLeave().getReason();
      default -> {}
    }
  }

  private boolean started;

  private void onAnswer(SessionDescription answer) {
    if (started) {
      return;
    }
    started = true;
    try {
      var description = akkord.media.sdp.SessionDescription.parse(answer.getSdp());
      MediaSection first = description.sections().getFirst();
      String[] candidate =
          description.sections().stream()
              .flatMap(section -> section.candidates().stream())
              .findFirst()
              .orElseThrow(() -> new SdpException("the answer has no candidate"))
              .split(" ", -1);
      transport.start(
          new InetSocketAddress(
              InetAddress.getByName(candidate[4]), Integer.parseInt(candidate[5])),
          first.ice().orElseThrow(),
          first.fingerprint().orElseThrow());
    } catch (SdpException | IOException e) {
      failure = e.getMessage();
    }
  }

  boolean awaitConnected(int seconds) throws InterruptedException {
    return connected.await(seconds, TimeUnit.SECONDS) && failure == null;
  }

  /** Keeps the socket alive as clients do. */
  void ping() {
    send(
        SignalRequest.newBuilder()
            .setPingReq(Ping.newBuilder().setTimestamp(System.currentTimeMillis()))
            .build());
  }

  private void send(SignalRequest request) {
    var unused = signal.thenCompose(client -> client.send(request));
  }

  void send(Packet packet) {
    transport.sendRtp(packet);
  }

  /** Sends a reliable data packet; nothing yet if the channel is not open. */
  void sendData(byte[] packet) {
    data.send(ClientData.RELIABLE.label(), packet, System.nanoTime());
  }

  @Override
  public void onConnected(long now) {
    if (data != null) {
      data.start(List.of(ClientData.RELIABLE), now);
    }
    connected.countDown();
  }

  @Override
  public void onApplicationData(byte[] bytes, int offset, int length, long now) {
    if (data != null) {
      data.onDatagram(bytes, offset, length, now);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, another reads
  private void onData(DataMessage message) {
    try {
      byte[] payload = DataPacket.parseFrom(message.bytes()).getUser().getPayload().toByteArray();
      received++;
      track(0, (int) LoadTracks.readInt(payload, 0));
      collect(LoadTracks.readLong(payload, payload.length - 8));
    } catch (InvalidProtocolBufferException e) {
      failure = e.getMessage();
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, another reads
  public void onRtp(Packet packet, long now) {
    received++;
    int sequence =
        ((packet.bytes[packet.offset + 2] & 0xFF) << 8) | (packet.bytes[packet.offset + 3] & 0xFF);
    long ssrc = LoadTracks.readInt(packet.bytes, packet.offset + 8);
    track(ssrc, sequence);
    collect(LoadTracks.readLong(packet.bytes, packet.offset + packet.length - 8));
  }

  private void collect(long sentAt) {
    if (collecting) {
      long took = System.nanoTime() - sentAt;
      if (took > 0 && took < 10_000_000_000L) {
        shared.latencies().add(took);
      }
    }
  }

  private void track(long ssrc, int sequence) {
    for (int i = 0; i < streams; i++) {
      if (ssrcs[i] == ssrc) {
        int ahead = (short) (sequence - lastSequence[i]);
        if (ahead > 0) {
          lastSequence[i] += ahead;
        }
        return;
      }
    }
    if (streams < MAX_STREAMS) {
      ssrcs[streams] = ssrc;
      firstSequence[streams] = sequence;
      lastSequence[streams] = sequence;
      streams++;
    }
  }

  /** Packets that should have come since the first, by their sequence numbers. */
  long expected() {
    long sum = 0;
    for (int i = 0; i < streams; i++) {
      sum += lastSequence[i] - firstSequence[i] + 1;
    }
    return sum;
  }

  @Override
  public void onRtcp(Packet packet, long now) {
    int at = packet.offset;
    int end = packet.offset + packet.length;
    while (at + 4 <= end) {
      int length = 4 * ((((packet.bytes[at + 2] & 0xFF) << 8) | (packet.bytes[at + 3] & 0xFF)) + 1);
      boolean pictureLoss = (packet.bytes[at + 1] & 0xFF) == 206 && (packet.bytes[at] & 31) == 1;
      keyFrameWanted |= pictureLoss;
      at += length;
    }
  }

  @Override
  public void onFailed(String reason) {
    failure = reason;
    connected.countDown();
  }

  @Override
  public void onTick(long now) {
    if (data != null) {
      data.onTick(now);
    } else if (streams > 0 && now - nextReport >= 0) {
      nextReport = now + REPORT_INTERVAL;
      LoadTracks.receiverReport(report, ssrcs, lastSequence, streams);
      transport.sendRtcp(report);
    }
  }

  static List<ClientOffer.Section> receiving(Traffic traffic) {
    List<ClientOffer.Section> sections = new ArrayList<>();
    for (int i = 0; i < traffic.publishers(); i++) {
      sections.add(
          traffic.video() ? ClientOffer.Section.RECEIVE_VIDEO : ClientOffer.Section.RECEIVE_AUDIO);
    }
    return sections;
  }
}
