package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akkord.actors.ActorMetrics;
import akkord.actors.MediaPlacement;
import akkord.actors.node.MediaNode;
import akkord.actors.room.Joiner;
import akkord.actors.room.Room;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.proto.AddTrackRequest;
import akkord.proto.DataTrackInfo;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.ParticipantInfo;
import akkord.proto.RoomUpdate;
import akkord.proto.SignalResponse;
import akkord.proto.SpeakerInfo;
import akkord.proto.TrackInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One client in its room, from its join to its leave: what it publishes and receives, what it was
 * told, and the soft state it would come back from. Used by its {@link Participant} alone.
 */
final class Session {
  // A message to a room that has just crashed is lost: it is told again.
  private static final Duration RETRY = Duration.ofSeconds(1);

  private static final Duration MEMO_DELAY = Duration.ofSeconds(1);

  private final Surroundings around;
  private final JoinOptions options;
  private final String sid;
  private final ClientLink link;
  private final Profile profile;
  private final Subscriptions subscriptions;
  private final TrackSettings trackSettings;
  private final SpeakerFilter speakers;
  private final Departures departures = new Departures();
  private final PublishedTracks tracks;
  private final TrackAgreement agreement;
  private final Access access;
  private final DataInbox data;
  private Optional<Admission> admission = Optional.empty();
  private boolean everConnected;
  private long lostAt;
  private boolean speakersAnew;
  private boolean dirty;

  Session(Surroundings around, JoinOptions options, Profile profile, SignalPort port) {
    this.around = around;
    this.options = options;
    this.profile = profile;
    this.sid = profile.info().getSid();
    this.link = new ClientLink(port, options.client());
    this.tracks = new PublishedTracks(sid, around, options, link, this::permissions);
    this.subscriptions = new Subscriptions(sid, options);
    this.subscriptions.allow(permissions().canSubscribe());
    this.trackSettings = new TrackSettings(this, around.timers());
    this.speakers = new SpeakerFilter(sid);
    this.agreement = new TrackAgreement(this, around.entities());
    this.access = new Access(this, around);
    this.data = new DataInbox(this, around);
  }

  /** Asks the room to be let in; again and again until it answers. */
  void askRoom() {
    if (around.entities().areEnding()) {
      return;
    }
    Joiner joiner =
        new Joiner(
            profile.info(), options.mayCreateRoom(), options.roomPreset(), options.roomConfig());
    Room.Command request =
        admission
            .<Room.Command>map(
                now ->
                    new Room.Register(
                        joiner, now.info(), now.placement(), access.permission(), around.self()))
            .orElseGet(() -> new Room.Join(joiner, around.self()));
    around.entities().room(options.room()).tell(request);
    Participant.Command again = new Participant.RoomSilent(sid);
    around.timers().startSingleTimer(again, again, RETRY);
  }

  /** The room let it in, or knows it again. */
  void admitted(Participant.Admitted admitted) {
    around.timers().cancel(new Participant.RoomSilent(sid));
    if (admission.isPresent()) {
      admission = admission.map(now -> now.in(Optional.of(admitted.room())));
      tellRoom(); // of what changed since it was asked
      access.tellRoom();
      roomChanged(admitted.info());
      data.roomBack();
    } else {
      begin(admitted);
    }
    remember();
  }

  private void begin(Participant.Admitted admitted) {
    MediaPlacement placement = admitted.placement();
    subscriptions.onOthers(admitted.others());
    subscriptions.permits().setAll(admitted.permits());
    Negotiation negotiation =
        Negotiation.start(options, quirks(), sid, placement, link, agreement, timing());
    admission =
        Optional.of(
            new Admission(admitted.info(), placement, Optional.of(admitted.room()), negotiation));
    attach();
    link.send(
        JoinResponses.join(
            around.settings(), options, admitted.info(), profile.info(), admitted.others()));
    setState(ParticipantInfo.State.JOINED);
    ActorMetrics.PARTICIPANTS.increment();
    options.addTracks().forEach(this::addTrack);
    negotiation.begin(options);
    access.tellClient();
  }

  /** Comes back after a crash: media flows on, tracks and room are told. */
  void resume(ParticipantMemo memo) {
    subscriptions.restore(memo.subscriptions());
    access.restore(memo.permission());
    data.restore(memo.data());
    speakers.restore(memo.speaking());
    everConnected = memo.everConnected();
    MediaPlacement placement = memo.placement();
    Negotiation negotiation =
        Negotiation.restore(
            memo.negotiation(), options, quirks(), sid, placement, link, agreement, timing());
    admission = Optional.of(new Admission(memo.room(), placement, Optional.empty(), negotiation));
    attach();
    submit(new MediaCommand.DescribeOwner(sid));
    ActorMetrics.PARTICIPANTS.increment();
    tracks.restore(memo.publications(), placement);
    data.tracks().restore();
    askRoom();
    subscriptionsChanged(subscriptions.received()); // settings may have waited when it died
  }

  private ClientQuirks quirks() {
    ClientQuirks quirks = ClientQuirks.of(options.client());
    return (options.disableIceLite() ? quirks.withoutIceLite() : quirks)
        .publishing(around.settings().codecs());
  }

  private Negotiation.Timing timing() {
    return new Negotiation.Timing(
        around.timers(),
        System::nanoTime,
        new Participant.NegotiationDue(sid),
        new Participant.OfferUnanswered(sid));
  }

  private void attach() {
    media().tell(new MediaNode.Attach(sid, media().worker(), around.notices()));
  }

  /** Ends: the client first, then its media, then its tracks unless they end with their node. */
  void end(DisconnectReason reason, LeaveRequest.Action action) {
    link.leave(reason, action);
    if (!isAdmitted()) {
      return;
    }
    negotiation().close();
    media().tell(new MediaNode.Detach(sid));
    ActorMetrics.PARTICIPANTS.decrement();
    ActorMetrics.left(reason);
    if (reason != DisconnectReason.SERVER_SHUTDOWN) {
      tracks.close();
      subscriptions.received().forEach(agreement::unsubscribe);
    }
  }

  String sid() {
    return sid;
  }

  JoinOptions options() {
    return options;
  }

  ClientLink link() {
    return link;
  }

  ParticipantInfo info() {
    return profile.info();
  }

  /** What it may do now: the room service can change it. */
  Permissions permissions() {
    return new Permissions(profile.info().getPermission());
  }

  boolean isAdmitted() {
    return admission.isPresent();
  }

  /** Whether media outlives the signal socket. */
  boolean wasConnected() {
    return everConnected;
  }

  boolean isActive() {
    return profile.state() == ParticipantInfo.State.ACTIVE;
  }

  Optional<ActorRef<Room.Command>> room() {
    return admission.flatMap(Admission::room);
  }

  Negotiation negotiation() {
    return admission.orElseThrow().negotiation();
  }

  /** Its signal connection is gone, its media is not. */
  void signalLost() {
    link.lost();
    noticeLoss();
  }

  /** Sends the client away to come back on another socket, and keeps everything for it. */
  void askToResume(DisconnectReason reason) {
    link.leave(reason, LeaveRequest.Action.RESUME);
    signalLost();
  }

  private void noticeLoss() {
    lostAt = System.nanoTime();
    admission.ifPresent(now -> now.negotiation().signalLost());
  }

  /** The client is back on another socket: what it needs to know, in this order. */
  void signalBack(SignalPort port) {
    if (!link.isLost()) {
      noticeLoss();
    }
    link.moveTo(port);
    if (link.knowsReconnect()) {
      link.send(JoinResponses.reconnect(around.settings(), options, data.lastSequence()));
    }
    List<ParticipantInfo> others = subscriptions.others();
    if (link.protocol() >= 9) {
      link.update(departures.since(lostAt, others, link.protocol() >= 12));
    }
    List<ParticipantInfo> all = new ArrayList<>(others);
    all.add(profile.info());
    link.update(all);
    tellOfRoom(admission.orElseThrow().info());
    link.catchUp();
    data.tracks().signalBack();
    negotiation().signalBack();
    remember();
  }

  /** The room is gone: until it is back, nobody hears of changes. */
  void roomLost() {
    data.roomLost();
    admission = admission.map(now -> now.in(Optional.empty()));
    speakersAnew = true; // the next room does not know whom this one called speaking
    askRoom();
  }

  /** Others joined, changed or left. The client hears of a publisher before it sees a track. */
  void othersChanged(Participant.OthersChanged news) {
    link.passOn(news.updates(), profile.info());
    long now = System.nanoTime();
    departures.note(news.changes(), now, link.isLost() ? lostAt : now);
    subscriptions.onOthers(news.changes());
    access.tellClient();
    reconcile();
    rememberSoon();
  }

  /** The whole roster of a room that came back: who is missing has left meanwhile. */
  void rosterRestored(Participant.RosterRestored roster) {
    List<ParticipantInfo> changes =
        RosterDifference.between(subscriptions.others(), roster.others());
    if (speakersAnew) {
      speakersAnew = false;
      link.speakers(speakers.silence());
    }
    if (!changes.isEmpty()) {
      othersChanged(new Participant.OthersChanged(ParticipantUpdates.messages(changes)));
    }
    access.permitted(roster.permits());
  }

  /** The room's description changed. */
  void roomChanged(akkord.proto.Room info) {
    Admission now = admission.orElseThrow();
    if (!info.equals(now.info())) {
      admission = Optional.of(now.describedBy(info));
      tellOfRoom(info);
      remember();
    }
  }

  private void tellOfRoom(akkord.proto.Room info) {
    link.send(SignalResponse.newBuilder().setRoomUpdate(RoomUpdate.newBuilder().setRoom(info)));
  }

  /** Speakers changed; the client hears of those it receives and of itself. */
  void speakersChanged(List<SpeakerInfo> changes) {
    link.speakers(speakers.filter(changes, subscriptions.publishers()));
  }

  /** A transport is up. */
  void connected(String transport) {
    everConnected = true;
    if (transport.equals(negotiation().primary()) && !isActive()) {
      setState(ParticipantInfo.State.ACTIVE);
      link.update(List.of(profile.info()));
    }
    remember();
  }

  /** Whether a worker still has the transports that the session had it open. */
  boolean holdsWhatItNeeds(MediaEvent.OwnerSnapshot worker) {
    return worker.transports().stream()
        .map(MediaEvent.TransportSnapshot::transport)
        .collect(Collectors.toSet())
        .containsAll(negotiation().opened(sid));
  }

  /** The client announces a track. */
  void addTrack(AddTrackRequest request) {
    tracks.add(request);
    remember();
  }

  /** Changes one of its tracks for all to see; false if there is no such track. */
  boolean updateTrack(String track, UnaryOperator<TrackInfo.Builder> change) {
    PublishedTracks.Updated updated = tracks.update(track, change);
    if (updated == PublishedTracks.Updated.VISIBLY) {
      tracksChanged();
      link.update(List.of(profile.info()));
    }
    remember();
    return updated != PublishedTracks.Updated.NOT_FOUND;
  }

  /** Changes its name, metadata, attributes or permission for all to see. */
  void updateProfile(Consumer<ParticipantInfo.Builder> change) {
    Permissions before = permissions();
    profile.change(change);
    if (!before.equals(permissions())) {
      access.permissionChanged();
    }
    tellRoom();
    link.update(List.of(profile.info()));
    remember();
  }

  /** The client chose tracks, or said what it needs of them. */
  void subscriptionsChanged(Iterable<String> trackSids) {
    for (String track : trackSids) {
      if (subscriptions.isBound(track)) {
        submit(new MediaCommand.SetDownTrack(receiving(), track, subscriptions.settings(track)));
        agreement.subscribe(track);
      }
    }
    access.chosen();
    reconcile();
    remember();
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  TrackSettings trackSettings() {
    return trackSettings;
  }

  PublishedTracks tracks() {
    return tracks;
  }

  Access access() {
    return access;
  }

  MediaPlacement placement() {
    return admission.orElseThrow().placement();
  }

  private void reconcile() {
    if (isAdmitted()) {
      negotiation().changed();
      data.tracks().reconcile();
    }
  }

  private void setState(ParticipantInfo.State state) {
    profile.change(info -> info.setState(state));
    tellRoom();
  }

  /** What it publishes has changed for all to see. */
  void tracksChanged() {
    List<TrackInfo> published = tracks.published();
    List<DataTrackInfo> dataTracks = data.tracks().published();
    boolean any = !published.isEmpty() || !dataTracks.isEmpty();
    profile.change(
        info -> {
          info.clearTracks().addAllTracks(published);
          info.clearDataTracks().addAllDataTracks(dataTracks);
          info.setIsPublisher(info.getIsPublisher() || any);
        });
    tellRoom();
  }

  private void tellRoom() {
    room().ifPresent(room -> room.tell(new Room.Changed(profile.info())));
  }

  private String receiving() {
    return negotiation().receiving(sid);
  }

  private MediaLink media() {
    return new MediaLink(admission.orElseThrow().placement());
  }

  /** The data channels. */
  DataInbox data() {
    return data;
  }

  /** An order to the worker that carries its media. */
  void submit(MediaCommand order) {
    media().submit(order);
  }

  /** The memo is out of date. */
  void remember() {
    dirty = true;
  }

  /** So it is, but others come and go too often to write it each time: the room tells again. */
  private void rememberSoon() {
    Participant.Command due = new Participant.MemoDue(sid);
    if (!around.timers().isTimerActive(due)) {
      around.timers().startSingleTimer(due, due, MEMO_DELAY);
    }
  }

  /** Leaves what it would need to come back with whoever holds the signal connection. */
  void saveMemo() {
    if (dirty && admission.isPresent() && !link.isLost()) {
      dirty = false;
      Admission now = admission.get();
      link.port()
          .memory()
          .tell(
              new ParticipantMemo(
                  sid,
                  profile.info(),
                  now.info(),
                  now.placement(),
                  everConnected,
                  tracks.memo(),
                  access.permission(),
                  subscriptions.memo(),
                  data.memo(),
                  speakers.told(),
                  now.negotiation().memo()));
    }
  }
}
