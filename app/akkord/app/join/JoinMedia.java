package akkord.app.join;

import akkord.app.client.ClientLoop;
import akkord.app.client.ClientTransport;
import akkord.app.file.MediaFile;
import akkord.app.file.Recording;
import akkord.media.net.Packet;
import akkord.media.rtcp.Feedback;
import akkord.media.rtcp.Nack;
import akkord.media.rtcp.ReceiverReport;
import akkord.media.rtcp.RtcpReader;
import akkord.media.rtcp.RtcpType;
import akkord.media.rtp.RtpPacket;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.Source;
import akkord.proto.AddTrackRequest;
import akkord.proto.SimulcastCodec;
import akkord.proto.TrackPublishedResponse;
import akkord.proto.TrackSource;
import akkord.proto.TrackType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The media of one stay: what is sent from files and what is received into files. */
final class JoinMedia implements ClientTransport.Listener {
  private static final long REPORT_INTERVAL = 1_000_000_000L;
  private static final int MAX_NACKED = 64;
  private static final int LEAVE_PATIENCE_MILLIS = 2000;

  private final JoinSession.Options options;
  private final Events events;
  private final Roster roster;
  private final Consumer<End> ended;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("join-timer").unstarted(task));
  private final List<TrackSender> senders = new ArrayList<>();
  private final List<AddTrackRequest> announcements = new ArrayList<>();
  private final Map<String, TrackPublishedResponse> published = new ConcurrentHashMap<>();
  private final Map<Long, String> sids = new HashMap<>();
  private final Map<Long, TrackReceiver> receivers = new HashMap<>();
  private final RtpPacket rtp = new RtpPacket();
  private final RtcpReader rtcp = new RtcpReader();
  private final Packet feedback = new Packet();
  private final Packet scratch = new Packet();
  private final int[] nacked = new int[MAX_NACKED];
  private final long ownSsrc = ThreadLocalRandom.current().nextLong(1, 1L << 32);
  private ClientTransport transport;
  private long nextReport;
  private volatile boolean connected;

  /**
   * For one stay.
   *
   * @param ended told when it cannot go on, or when every file has been played
   */
  JoinMedia(JoinSession.Options options, Events events, Roster roster, Consumer<End> ended) {
    this.options = options;
    this.events = events;
    this.roster = roster;
    this.ended = ended;
  }

  /** Says where packets go; before anything is sent. */
  void attach(ClientTransport transport) {
    this.transport = transport;
  }

  /** Makes a track of a file and answers the section in which it will be sent. */
  Section publish(MediaFile file) {
    boolean video = file.codec().video();
    String cid = UUID.randomUUID().toString();
    long ssrc = ThreadLocalRandom.current().nextLong(1, 1L << 32);
    long rtxSsrc = video ? ThreadLocalRandom.current().nextLong(1, 1L << 32) : 0;
    Section section = new Section(video, Optional.of(file.codec()), cid, ssrc, rtxSsrc);
    senders.add(new TrackSender(file, section, options.loop(), this::send));
    AddTrackRequest.Builder track =
        AddTrackRequest.newBuilder()
            .setCid(cid)
            .setType(video ? TrackType.VIDEO : TrackType.AUDIO)
            .setSource(video ? TrackSource.CAMERA : TrackSource.MICROPHONE);
    if (video) {
      String codec = file.codec().name().toLowerCase(Locale.ROOT);
      track
          .setWidth(file.width())
          .setHeight(file.height())
          .addSimulcastCodecs(SimulcastCodec.newBuilder().setCodec(codec).setCid(cid));
    }
    announcements.add(track.build());
    return section;
  }

  /** What the server is told of the tracks. */
  List<AddTrackRequest> announcements() {
    return announcements;
  }

  /** Runs {@code task} once, unless the end comes first. */
  void later(long millis, Runnable task) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** What the server has taken of our tracks. */
  List<TrackPublishedResponse> published() {
    return List.copyOf(published.values());
  }

  /** Whether media has flowed. */
  boolean wasConnected() {
    return connected;
  }

  /** The server took one of our tracks. */
  void onPublished(TrackPublishedResponse published) {
    String sid = published.getTrack().getSid();
    this.published.put(sid, published);
    String what = published.getTrack().getMimeType();
    events.tell("published", "", sid, "published " + what + " (" + sid + ")");
  }

  void mute(String sid, boolean muted) {
    TrackPublishedResponse track = published.get(sid);
    String cid = track == null ? "" : track.getCid();
    senders.stream()
        .filter(sender -> sender.section().cid().equals(cid))
        .forEach(sender -> sender.mute(muted));
    events.tell(
        muted ? "muted" : "unmuted", "", sid, "the server " + (muted ? "" : "un") + "mutes " + sid);
  }

  /** Learns which stream is whose track, and how lost packets are sent again. */
  void onAnswer(List<MediaSection> sections, Map<String, String> tracks) {
    for (int i = 0; i < senders.size() && i < sections.size(); i++) {
      senders.get(i).onAnswer(sections.get(i));
    }
    for (MediaSection section : sections) {
      String sid = tracks.getOrDefault(section.mid(), "");
      if (!sid.isEmpty() && section.direction().sends()) {
        for (Source source : section.sources()) {
          sids.put(source.ssrc(), sid);
        }
      }
    }
  }

  @Override
  public void onConnected(long now) {
    connected = true;
    events.tell("connected", "", "", "connected");
  }

  @Override
  public void onRtp(Packet packet, long now) {
    if (options.record().isPresent() && rtp.wrap(packet)) {
      TrackReceiver receiver = receivers.get(rtp.ssrc());
      receiver = receiver == null ? begin(rtp.ssrc(), rtp.payloadType()) : receiver;
      if (receiver != null) {
        receiver.onPacket(rtp, now);
      }
    }
  }

  /** Null for a stream that is nobody's track yet, or of a codec that is not recorded. */
  private TrackReceiver begin(long ssrc, int payloadType) {
    String sid = sids.get(ssrc);
    MediaFile.Kind codec = JoinOffer.codec(payloadType);
    Optional<Roster.Published> track = sid == null ? Optional.empty() : roster.track(sid);
    if (track.isEmpty() || codec == null) {
      return null;
    }
    String who = track.get().identity();
    String source = track.get().track().getSource().name().toLowerCase(Locale.ROOT);
    try {
      Recording recording =
          Recording.begin(options.record().orElseThrow(), who + "-" + source + "-" + sid, codec);
      events.tell(
          "recording", who, sid, "recording " + who + "'s " + source + " to " + recording.file());
      TrackReceiver receiver = new TrackReceiver(ssrc, codec, recording);
      receivers.put(ssrc, receiver);
      return receiver;
    } catch (IOException e) {
      ended.accept(End.refused("cannot record: " + e));
      return null;
    }
  }

  @Override
  public void onRtcp(Packet packet, long now) {
    rtcp.wrap(packet);
    while (rtcp.next()) {
      if (rtcp.type() == RtcpType.PLI || rtcp.type() == RtcpType.FIR) {
        senders.forEach(TrackSender::wantKeyFrame);
      } else if (rtcp.type() == RtcpType.NACK) {
        int count = Nack.read(rtcp, nacked);
        long ssrc = Feedback.mediaSsrc(rtcp);
        for (TrackSender sender : senders) {
          for (int i = 0; i < count && sender.section().ssrc() == ssrc; i++) {
            sender.resend(nacked[i]);
          }
        }
      }
    }
  }

  @Override
  public void onFailed(String reason) {
    // Its leave message says why, and travels on another connection than the end of DTLS.
    later(
        LEAVE_PATIENCE_MILLIS, () -> ended.accept(End.lost("no connection for media: " + reason)));
  }

  @Override
  public void onTick(long now) {
    for (TrackSender sender : senders) {
      sender.onTick(now);
      feedback.clear();
      if (sender.report(feedback, now, System.currentTimeMillis() * 1_000_000)) {
        transport.sendRtcp(feedback);
      }
    }
    receive(now);
    if (!senders.isEmpty() && senders.stream().allMatch(TrackSender::finished)) {
      ended.accept(End.done("every file has been played"));
    }
  }

  private void receive(long now) {
    feedback.clear();
    int report = ReceiverReport.append(feedback, ownSsrc);
    int empty = feedback.length;
    boolean due = now - nextReport >= 0;
    for (TrackReceiver receiver : receivers.values()) {
      if (due) {
        receiver.report(feedback, report);
      }
    }
    for (TrackReceiver receiver : receivers.values()) {
      receiver.feedback(feedback, ownSsrc, now);
    }
    nextReport = due ? now + REPORT_INTERVAL : nextReport;
    // Also with nothing to report: who is silent for long is taken for lost.
    if (due || feedback.length > empty) {
      transport.sendRtcp(feedback);
    }
  }

  private void send(Packet packet) {
    scratch.copyOf(packet);
    transport.sendRtp(scratch);
  }

  /** Ends the files; waits for the loop's thread. */
  void close(ClientLoop loop) {
    timer.shutdownNow();
    CountDownLatch closed = new CountDownLatch(1);
    loop.execute(
        () -> {
          for (TrackReceiver receiver : receivers.values()) {
            try {
              receiver.close();
            } catch (IOException e) {
              events.tell("error", "", "", "cannot finish " + receiver.recording().file());
            }
          }
          receivers.clear();
          transport.close();
          closed.countDown();
        });
    try {
      closed.await(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
