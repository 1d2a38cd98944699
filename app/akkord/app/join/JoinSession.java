package akkord.app.join;

import akkord.app.client.AgentPath;
import akkord.app.client.ClientLoop;
import akkord.app.client.ClientTransport;
import akkord.app.client.SignalClient;
import akkord.app.file.MediaFile;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SdpException;
import akkord.proto.ClientInfo;
import akkord.proto.ConnectionSettings;
import akkord.proto.JoinRequest;
import akkord.proto.JoinResponse;
import akkord.proto.LeaveRequest;
import akkord.proto.MediaSectionsRequirement;
import akkord.proto.MuteTrackRequest;
import akkord.proto.Ping;
import akkord.proto.SessionDescription;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One stay in a room: signalling in single-PC mode ({@code /rtc/v1}) beside one peer connection.
 * Signals arrive on threads of the HTTP client; everything about media runs on the loop's.
 */
final class JoinSession implements AutoCloseable {
  private static final int HANDSHAKES = 1;

  /**
   * What a participant does.
   *
   * @param files played, each as a track
   * @param loop whether they begin again at their end
   * @param record folder for what is received; empty to receive nothing
   */
  record Options(List<MediaFile> files, boolean loop, Optional<Path> record) {}

  private final Options options;
  private final Events events;
  private final Roster roster;
  private final ClientLoop loop;
  private final HttpClient http = HttpClient.newHttpClient();
  private final LocalCertificate certificate =
      LocalCertificate.generate(Instant.now(), new SecureRandom());
  private final AgentPath path;
  private final ClientTransport transport;
  private final JoinMedia media;
  private final List<Section> sections = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<SignalClient> signal = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private CompletableFuture<?> sending = signal;
  private final AtomicBoolean closed = new AtomicBoolean();
  private int offers;
  private boolean answered;

  /** Opens sockets; says nothing to anybody yet. */
  JoinSession(Options options, Events events) throws IOException {
    this.options = options;
    this.events = events;
    this.roster = new Roster(events);
    this.loop = new ClientLoop("join");
    this.path = new AgentPath(loop);
    this.media = new JoinMedia(options, events, roster, ended::complete);
    this.transport =
        new ClientTransport(
            loop,
            path,
            BouncyCastleHandshake.factory(certificate, new SecureRandom(), HANDSHAKES),
            media);
    media.attach(transport);
    options.files().forEach(file -> sections.add(media.publish(file)));
    if (options.record().isPresent()) {
      sections.add(Section.receiving(false));
      sections.add(Section.receiving(true));
    }
    if (sections.isEmpty()) {
      sections.add(Section.receiving(false)); // a connection needs something to be about
    }
  }

  /**
   * Joins.
   *
   * @param url {@code ws://} or {@code wss://}
   * @throws IOException if the server refuses or does not answer
   */
  void join(String url, String token) throws IOException {
    JoinRequest.Builder request =
        JoinRequest.newBuilder()
            .setClientInfo(
                ClientInfo.newBuilder()
                    .setSdk(ClientInfo.SDK.GO)
                    .setVersion("2.0.0")
                    .setProtocol(17)
                    .setOs(System.getProperty("os.name")))
            .setConnectionSettings(
                ConnectionSettings.newBuilder().setAutoSubscribe(options.record().isPresent()));
    media.announcements().forEach(request::addAddTrackRequests);
    request.setPublisherOffer(offer());
    signal.complete(
        SignalClient.join(
            http,
            url,
            token,
            request.build(),
            this::onSignal,
            why -> ended.complete("the signal connection ended: " + why)));
  }

  /** Completes with the reason when the stay is over. */
  CompletableFuture<String> ended() {
    return ended;
  }

  private SessionDescription offer() {
    List<Section> now;
    synchronized (sections) {
      now = List.copyOf(sections);
    }
    int id = ++offers;
    return SessionDescription.newBuilder()
        .setType("offer")
        .setId(id)
        .setSdp(JoinOffer.write(path.local(), certificate.fingerprint(), id, now))
        .build();
  }

  private void onSignal(SignalResponse response) {
    switch (response.getMessageCase()) {
      case JOIN -> onJoin(response.getJoin());
      case ANSWER -> onAnswer(response.getAnswer());
      case UPDATE -> response.getUpdate().getParticipantsList().forEach(this::onParticipant);
      case MEDIA_SECTIONS_REQUIREMENT -> onRequirement(response.getMediaSectionsRequirement());
      case TRACK_PUBLISHED -> media.onPublished(response.getTrackPublished());
      case MUTE -> onMute(response.getMute());
      case LEAVE -> ended.complete("the server ends it: " + response.getLeave().getReason());
      default -> {
        // Nothing that a participant without a screen could act on.
      }
    }
  }

  private String self = "";

  private void onJoin(JoinResponse join) {
    self = join.getParticipant().getSid();
    String who = join.getParticipant().getIdentity();
    String room = join.getRoom().getName();
    events.tell("joined", who, "", "joined " + room + " as " + who + " (" + self + ")");
    join.getOtherParticipantsList().forEach(roster::update);
    int seconds = Math.max(1, join.getPingInterval() == 0 ? 5 : join.getPingInterval());
    media.every(seconds, this::ping);
  }

  private void onParticipant(akkord.proto.ParticipantInfo participant) {
    if (!participant.getSid().equals(self)) {
      roster.update(participant);
    }
  }

  private void ping() {
    send(
        SignalRequest.newBuilder()
            .setPingReq(Ping.newBuilder().setTimestamp(System.currentTimeMillis())));
  }

  /** The server mutes us: we obey and say so. */
  private void onMute(MuteTrackRequest mute) {
    loop.execute(() -> media.mute(mute.getSid(), mute.getMuted()));
    send(SignalRequest.newBuilder().setMute(mute));
  }

  private void onRequirement(MediaSectionsRequirement requirement) {
    sections.addAll(Collections.nCopies(requirement.getNumAudios(), Section.receiving(false)));
    sections.addAll(Collections.nCopies(requirement.getNumVideos(), Section.receiving(true)));
    send(SignalRequest.newBuilder().setOffer(offer()));
  }

  private void onAnswer(SessionDescription answer) {
    try {
      var description = akkord.media.sdp.SessionDescription.parse(answer.getSdp());
      loop.execute(() -> media.onAnswer(description.sections(), answer.getMidToTrackIdMap()));
      if (!answered) {
        answered = true;
        MediaSection first = description.sections().getFirst();
        transport.start(
            addresses(description.sections()),
            first.ice().orElseThrow(() -> new SdpException("the answer has no ICE credentials")),
            first.fingerprint().orElseThrow(() -> new SdpException("it has no fingerprint")));
      }
    } catch (SdpException | IOException e) {
      ended.complete("the server's answer cannot be used: " + e.getMessage());
    }
  }

  private static List<InetSocketAddress> addresses(List<MediaSection> sections)
      throws IOException, SdpException {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String candidate : sections.getFirst().candidates()) {
      String[] words = candidate.split(" ", -1);
      if (words.length > 7 && words[2].equalsIgnoreCase("udp")) {
        addresses.add(
            new InetSocketAddress(InetAddress.getByName(words[4]), Integer.parseInt(words[5])));
      }
    }
    if (addresses.isEmpty()) {
      throw new SdpException("it names no UDP address");
    }
    return addresses;
  }

  private synchronized void send(SignalRequest.Builder request) {
    sending = sending.thenCompose(sent -> signal.join().send(request.build()));
  }

  /** Leaves in order and ends the files. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    ended.complete("left");
    if (signal.isDone()) {
      send(SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()));
    }
    media.close(loop);
    loop.close();
    if (signal.isDone()) {
      signal.join().close();
    }
    http.shutdownNow();
  }
}
