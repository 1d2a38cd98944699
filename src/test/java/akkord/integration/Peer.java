package akkord.integration;

import akkord.api.auth.AccessToken;
import akkord.api.auth.VideoGrant;
import akkord.app.client.ClientData;
import akkord.app.client.ClientOffer;
import akkord.app.client.ClientOffer.Section;
import akkord.app.client.ClientTransport;
import akkord.app.client.SignalClient;
import akkord.media.DataMessage;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import akkord.media.net.Packet;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SdpException;
import akkord.proto.AddTrackRequest;
import akkord.proto.ClientInfo;
import akkord.proto.ConnectionSettings;
import akkord.proto.JoinRequest;
import akkord.proto.LeaveRequest;
import akkord.proto.MediaSectionsRequirement;
import akkord.proto.MuteTrackRequest;
import akkord.proto.PublishDataTrackRequest;
import akkord.proto.SessionDescription;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.TrackSource;
import akkord.proto.TrackType;
import akkord.proto.UpdateDataSubscription;
import akkord.proto.UpdateSubscription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client in single-PC mode that publishes an audio and a video track, or only receives. */
public final class Peer implements ClientTransport.Listener, AutoCloseable {
  private final Clients clients;
  private final String identity;
  private final List<Section> sections;
  private final Fingerprint announced;
  private final IceCredentials ice =
      new IceCredentials(word().substring(0, 8), word().substring(0, 24));
  private final Map<Long, Reception> receptions = new ConcurrentHashMap<>();
  private final List<SentStream> streams = new ArrayList<>();
  private final ClientTransport transport;
  private final Conversation conversation;
  private final CompletableFuture<SignalClient> signal = new CompletableFuture<>();
  private CompletableFuture<?> sending = signal;
  private final List<DataMessage> messages = new CopyOnWriteArrayList<>();
  private ClientData data;
  private int offers;
  private volatile MediaSection answered;
  private volatile boolean connected;
  private volatile String failure = "";

  /** Someone who receives one audio and one video track, more if the server asks for it. */
  public static Peer listener(Clients clients, String identity) throws IOException {
    return new Peer(
        clients,
        identity,
        List.of(Section.RECEIVE_AUDIO, Section.RECEIVE_VIDEO),
        clients.certificate.fingerprint());
  }

  /** Someone who publishes: audio with this SSRC, video with the next one. */
  public static Peer publisher(Clients clients, String identity, long ssrc) throws IOException {
    return new Peer(
        clients, identity, published(identity, ssrc), clients.certificate.fingerprint());
  }

  /** A listener that also sends and receives reliable data packets. */
  public static Peer talker(Clients clients, String identity) throws IOException {
    Peer peer = listener(clients, identity);
    peer.data = new ClientData(peer.transport, peer.messages::add);
    return peer;
  }

  /** Someone whose description announces a certificate that is not theirs. */
  public static Peer impostor(Clients clients, String identity, Fingerprint announced)
      throws IOException {
    return new Peer(clients, identity, published(identity, 1), announced);
  }

  private static List<Section> published(String identity, long ssrc) {
    return List.of(
        new Section(false, identity + "-audio", ssrc),
        new Section(true, identity + "-video", ssrc + 1));
  }

  private Peer(Clients clients, String identity, List<Section> sections, Fingerprint announced)
      throws IOException {
    this.clients = clients;
    this.identity = identity;
    this.sections = Collections.synchronizedList(new ArrayList<>(sections));
    this.announced = announced;
    this.conversation = new Conversation(identity);
    this.transport = new ClientTransport(clients.loop, ice, clients.handshakes, this);
    for (Section section : sections) {
      if (!section.cid().isEmpty()) {
        streams.add(new SentStream(section));
      }
    }
  }

  private static String word() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** Joins; the connection comes later. */
  public Peer join(String url, String room) throws IOException {
    JoinRequest.Builder request =
        JoinRequest.newBuilder()
            .setClientInfo(
                ClientInfo.newBuilder()
                    .setSdk(ClientInfo.SDK.GO)
                    .setVersion("2.0.0")
                    .setProtocol(17))
            .setConnectionSettings(ConnectionSettings.newBuilder().setAutoSubscribe(true));
    sections.stream()
        .filter(section -> !section.cid().isEmpty())
        .map(Peer::announce)
        .forEach(request::addAddTrackRequests);
    request.setPublisherOffer(offer());
    String token =
        AccessToken.mint(
            "devkey",
            "secret",
            identity,
            identity,
            VideoGrant.join(room),
            Instant.now(),
            Duration.ofHours(1));
    signal.complete(SignalClient.join(clients.http, url, token, request.build(), this::onSignal));
    return this;
  }

  private static AddTrackRequest announce(Section section) {
    AddTrackRequest.Builder track = AddTrackRequest.newBuilder().setCid(section.cid());
    return section.video()
        ? track
            .setType(TrackType.VIDEO)
            .setSource(TrackSource.CAMERA)
            .setWidth(640)
            .setHeight(360)
            .build()
        : track.setType(TrackType.AUDIO).setSource(TrackSource.MICROPHONE).build();
  }

  private SessionDescription offer() {
    List<Section> now;
    synchronized (sections) {
      now = List.copyOf(sections);
    }
    return SessionDescription.newBuilder()
        .setType("offer")
        .setId(++offers)
        .setSdp(ClientOffer.write(ice, announced, now, data != null))
        .build();
  }

  private void onSignal(SignalResponse response) {
    conversation.on(response);
    switch (response.getMessageCase()) {
      case ANSWER -> onAnswer(response.getAnswer());
      case MEDIA_SECTIONS_REQUIREMENT -> onRequirement(response.getMediaSectionsRequirement());
      default -> {}
    }
  }

  private void onRequirement(MediaSectionsRequirement requirement) {
    sections.addAll(Collections.nCopies(requirement.getNumAudios(), Section.RECEIVE_AUDIO));
    sections.addAll(Collections.nCopies(requirement.getNumVideos(), Section.RECEIVE_VIDEO));
    clients.loop.execute(() -> send(SignalRequest.newBuilder().setOffer(offer())));
  }

  private void onAnswer(SessionDescription answer) {
    if (answered != null) {
      return;
    }
    try {
      MediaSection first =
          akkord.media.sdp.SessionDescription.parse(answer.getSdp()).sections().getFirst();
      answered = first;
      transport.start(server(), first.ice().orElseThrow(), first.fingerprint().orElseThrow());
    } catch (SdpException | IOException e) {
      failure = "unusable answer: " + e.getMessage();
    }
  }

  /** Where the server listens for this peer's media. */
  public InetSocketAddress server() throws IOException {
    String[] candidate = answered.candidates().getFirst().split(" ", -1);
    return new InetSocketAddress(
        InetAddress.getByName(candidate[4]), Integer.parseInt(candidate[5]));
  }

  /** What the server expects in STUN for this peer. */
  public IceCredentials serverIce() {
    return answered.ice().orElseThrow();
  }

  /** The way this peer's packets go; its loop's thread only. */
  public ClientTransport transport() {
    return transport;
  }

  /** Our half of the credentials. */
  public IceCredentials ice() {
    return ice;
  }

  /** Waits until media can flow. */
  public Peer awaitConnected() {
    Await.until(
        () -> connected || !failure.isEmpty() || conversation.leave().isPresent(),
        () -> "a connection; " + this);
    if (!connected) {
      throw new AssertionError("no connection; " + this);
    }
    return this;
  }

  /** What it was told. */
  public Conversation conversation() {
    return conversation;
  }

  /** Its stream of audio. */
  public SentStream audio() {
    return streams.get(0);
  }

  /** Its stream of video. */
  public SentStream video() {
    return streams.get(1);
  }

  /** What it receives of the stream with this SSRC. */
  public Reception reception(long ssrc) {
    return receptions.computeIfAbsent(ssrc, unused -> new Reception());
  }

  /** Mutes or unmutes a track of its own. */
  public void mute(String trackSid, boolean muted) {
    send(
        SignalRequest.newBuilder()
            .setMute(MuteTrackRequest.newBuilder().setSid(trackSid).setMuted(muted)));
  }

  /** Asks for a track, or for it no more. */
  public void subscribe(String trackSid, boolean wanted) {
    send(
        SignalRequest.newBuilder()
            .setSubscription(
                UpdateSubscription.newBuilder().addTrackSids(trackSid).setSubscribe(wanted)));
  }

  /** Leaves in order. */
  public void leave() {
    send(SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()));
  }

  /** Sends a request, after those before it. */
  public synchronized void send(SignalRequest.Builder request) {
    sending = sending.thenCompose(sent -> signal.join().send(request.build()));
  }

  /** Sends a message on the reliable channel, soon. */
  public void send(byte[] message) {
    clients.loop.execute(() -> data.send(ClientData.RELIABLE.label(), message, System.nanoTime()));
  }

  /** Announces a data track. */
  public void publishData(int handle, String name) {
    send(
        SignalRequest.newBuilder()
            .setPublishDataTrackRequest(
                PublishDataTrackRequest.newBuilder().setPubHandle(handle).setName(name)));
  }

  /** Asks for a data track. */
  public void subscribeData(String trackSid) {
    send(
        SignalRequest.newBuilder()
            .setUpdateDataSubscription(
                UpdateDataSubscription.newBuilder()
                    .addUpdates(
                        UpdateDataSubscription.Update.newBuilder()
                            .setTrackSid(trackSid)
                            .setSubscribe(true))));
  }

  /** Sends a packet of a data track, soon. */
  public void sendFrame(byte[] packet) {
    clients.loop.execute(() -> data.send(ClientData.DATA_TRACK.label(), packet, System.nanoTime()));
  }

  /** Whether its reliable channel is open. */
  public boolean hasData() {
    return data.isOpen(ClientData.RELIABLE.label());
  }

  /** What has come on its channels. */
  public List<DataMessage> messages() {
    return messages;
  }

  @Override
  public void onConnected(long now) {
    connected = true;
    if (data != null) {
      data.start(List.of(ClientData.RELIABLE, ClientData.DATA_TRACK), now);
    }
  }

  @Override
  public void onApplicationData(byte[] bytes, int offset, int length, long now) {
    if (data != null) {
      data.onDatagram(bytes, offset, length, now);
    }
  }

  @Override
  public void onRtp(Packet packet, long now) {
    reception(Reception.source(packet)).onPacket(packet, now);
  }

  @Override
  public void onRtcp(Packet packet, long now) {
    int at = packet.offset;
    int end = packet.offset + packet.length;
    while (at + 4 <= end) {
      boolean pictureLoss = (packet.bytes[at + 1] & 0xFF) == 206 && (packet.bytes[at] & 31) == 1;
      if (pictureLoss) {
        streams.forEach(SentStream::wantKeyFrame);
      }
      at += 4 * ((((packet.bytes[at + 2] & 0xFF) << 8) | (packet.bytes[at + 3] & 0xFF)) + 1);
    }
  }

  @Override
  public void onFailed(String reason) {
    connected = false;
    failure = reason;
  }

  @Override
  public void onTick(long now) {
    if (data != null) {
      data.onTick(now);
    }
    for (SentStream stream : streams) {
      stream.onTick(now, transport::sendRtp);
    }
  }

  @Override
  public void close() {
    clients.loop.execute(transport::close);
    if (signal.isDone()) {
      signal.join().close();
    }
  }

  @Override
  public String toString() {
    return conversation
        + (connected ? ", connected" : ", not connected")
        + (failure.isEmpty() ? "" : ", " + failure)
        + ", received "
        + receptions;
  }
}
