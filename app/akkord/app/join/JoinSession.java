package akkord.app.join;

import akkord.app.client.AgentPath;
import akkord.app.client.ClientLoop;
import akkord.app.client.ClientTransport;
import akkord.app.client.DatagramPath;
import akkord.app.file.MediaFile;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SdpException;
import akkord.proto.ConnectionSettings;
import akkord.proto.JoinRequest;
import akkord.proto.JoinResponse;
import akkord.proto.LeaveRequest;
import akkord.proto.MediaSectionsRequirement;
import akkord.proto.MuteTrackRequest;
import akkord.proto.SessionDescription;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.SyncState;
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
  private final DatagramPath path;
  private final ClientTransport transport;
  private final JoinMedia media;
  private final List<Section> sections = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private final JoinSignal signal;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile SessionDescription offered = SessionDescription.getDefaultInstance();
  private volatile SessionDescription answer = SessionDescription.getDefaultInstance();
  private volatile String self = "";

  /** Opens sockets; says nothing to anybody yet. */
  JoinSession(Options options, Events events) throws IOException {
    this(options, events, AgentPath::new);
  }

  /** Finds the way of a session's media. */
  interface PathFinder {
    DatagramPath begin(ClientLoop loop) throws IOException;
  }

  JoinSession(Options options, Events events, PathFinder finder) throws IOException {
    this.options = options;
    this.events = events;
    this.roster = new Roster(events);
    this.loop = new ClientLoop("join");
    this.path = finder.begin(loop);
    this.media = new JoinMedia(options, events, roster, ended::complete);
    this.transport =
        new ClientTransport(
            loop,
            path,
            BouncyCastleHandshake.factory(certificate, new SecureRandom(), HANDSHAKES),
            media);
    media.attach(transport);
    this.signal = new JoinSignal(http, media::later, events, this::onSignal, ended::complete);
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
            .setConnectionSettings(
                ConnectionSettings.newBuilder().setAutoSubscribe(options.record().isPresent()));
    media.announcements().forEach(request::addAddTrackRequests);
    request.setPublisherOffer(offer());
    signal.join(url, token, request);
  }

  /** Completes with the reason when the session is over. */
  CompletableFuture<End> ended() {
    return ended;
  }

  /** Ends it for a reason of ours. */
  void end(End end) {
    ended.complete(end);
  }

  /** The newest token that the server gave. */
  String token() {
    return signal.token();
  }

  /** Whether media has flowed. */
  boolean wasConnected() {
    return media.wasConnected();
  }

  private SessionDescription offer() {
    List<Section> now;
    synchronized (sections) {
      now = List.copyOf(sections);
    }
    int id = offered.getId() + 1;
    offered =
        SessionDescription.newBuilder()
            .setType("offer")
            .setId(id)
            .setSdp(JoinOffer.write(path.local(), certificate.fingerprint(), id, now))
            .build();
    return offered;
  }

  private void onSignal(SignalResponse response) {
    switch (response.getMessageCase()) {
      case JOIN -> onJoin(response.getJoin());
      case RECONNECT -> onResumed();
      case ANSWER -> onAnswer(response.getAnswer());
      case UPDATE -> response.getUpdate().getParticipantsList().forEach(this::onParticipant);
      case MEDIA_SECTIONS_REQUIREMENT -> onRequirement(response.getMediaSectionsRequirement());
      case TRACK_PUBLISHED -> media.onPublished(response.getTrackPublished());
      case MUTE -> onMute(response.getMute());
      case LEAVE -> onLeave(response.getLeave());
      default -> {
        // Nothing that a participant without a screen could act on.
      }
    }
  }

  private void onJoin(JoinResponse join) {
    self = join.getParticipant().getSid();
    String who = join.getParticipant().getIdentity();
    String room = join.getRoom().getName();
    events.tell("joined", who, "", "joined " + room + " as " + who + " (" + self + ")");
    join.getOtherParticipantsList().forEach(roster::update);
    signal.joined(self, join.getPingInterval(), join.getPingTimeout());
  }

  /** What the server has to know of us after a resume, and what it may not have heard. */
  private void onResumed() {
    events.tell("signal_resumed", "", "", "the signal connection is back");
    signal.send(
        SignalRequest.newBuilder()
            .setSyncState(
                SyncState.newBuilder()
                    .setOffer(offered)
                    .setAnswer(answer)
                    .addAllPublishTracks(media.published())));
    if (answer.getId() != offered.getId()) {
      signal.send(SignalRequest.newBuilder().setOffer(offered));
    }
  }

  /** Told to come back on the same connection, whose path is lost: a new one is sooner up. */
  private void onLeave(LeaveRequest leave) {
    String why = "the server ends it: " + leave.getReason();
    ended.complete(
        leave.getAction() == LeaveRequest.Action.DISCONNECT ? End.refused(why) : End.lost(why));
  }

  private void onParticipant(akkord.proto.ParticipantInfo participant) {
    if (!participant.getSid().equals(self)) {
      roster.update(participant);
    }
  }

  /** The server mutes us: we obey and say so. */
  private void onMute(MuteTrackRequest mute) {
    loop.execute(() -> media.mute(mute.getSid(), mute.getMuted()));
    signal.send(SignalRequest.newBuilder().setMute(mute));
  }

  private void onRequirement(MediaSectionsRequirement requirement) {
    sections.addAll(Collections.nCopies(requirement.getNumAudios(), Section.receiving(false)));
    sections.addAll(Collections.nCopies(requirement.getNumVideos(), Section.receiving(true)));
    signal.send(SignalRequest.newBuilder().setOffer(offer()));
  }

  private void onAnswer(SessionDescription description) {
    boolean first = answer.getId() == 0;
    answer = description;
    try {
      var sections = akkord.media.sdp.SessionDescription.parse(description.getSdp()).sections();
      loop.execute(() -> media.onAnswer(sections, description.getMidToTrackIdMap()));
      if (first) {
        MediaSection section = sections.getFirst();
        transport.start(
            addresses(sections),
            section.ice().orElseThrow(() -> new SdpException("the answer has no ICE credentials")),
            section.fingerprint().orElseThrow(() -> new SdpException("it has no fingerprint")));
      }
    } catch (SdpException | IOException e) {
      ended.complete(End.refused("the server's answer cannot be used: " + e.getMessage()));
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

  /** Leaves in order and ends the files. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    ended.complete(End.done("left"));
    signal.leave();
    media.close(loop);
    loop.close();
    signal.close();
    http.shutdownNow();
  }
}
