package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akkord.actors.ActorMetrics;
import akkord.actors.ActorSettings;
import akkord.actors.CborSerializable;
import akkord.actors.Entities;
import akkord.actors.MediaPlacement;
import akkord.actors.Nodes;
import akkord.actors.node.MediaNode;
import akkord.actors.room.Room;
import akkord.actors.track.Track;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest.Action;
import akkord.proto.ParticipantInfo;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.SpeakerInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A participant of a room, by its identity: one {@link Session} at a time.
 *
 * <p>It routes: what a client, the room, a track or a worker says goes to the session it is about.
 * Media outlives the signal socket and this actor; it ends with a leave, with its transport, or
 * when a newer client takes the identity over.
 */
public final class Participant extends AbstractOnMessageBehavior<Participant.Command> {
  private static final Duration UNUSED = Duration.ofSeconds(10);

  private final TimerScheduler<Command> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Surroundings around;
  private Optional<Session> current = Optional.empty();
  private final Deadlines deadlines;
  private final Simulation simulation;
  private final Arrivals arrivals;
  private final Requests requests;
  private final Orders orders;
  private boolean passivating;

  /** What a participant is told. */
  public sealed interface Command extends CborSerializable {}

  /** A client comes, for the first time or again. */
  public sealed interface Arrival extends Command {
    /** Who it is. */
    JoinOptions options();
  }

  /**
   * A client joins; a session that is already there ends as a duplicate.
   *
   * @param client gets every message for the client, the join response first
   * @param memory gets the soft state at every change
   */
  public record Join(
      JoinOptions options,
      ActorRef<SignalResponse> client,
      ActorRef<ParticipantMemo> memory,
      ActorRef<JoinReply> replyTo)
      implements Arrival {}

  /**
   * The signal connection found this actor gone and brings it back. Repeated each second until it
   * is answered, because a message to an actor that has just died is lost.
   */
  public record Resume(
      JoinOptions options,
      ParticipantMemo memo,
      ActorRef<SignalResponse> client,
      ActorRef<ParticipantMemo> memory,
      ActorRef<JoinReply> replyTo)
      implements Arrival {}

  /**
   * A client is back on another socket and wants to go on with its session.
   *
   * @param options only its room, identity and client are of interest
   * @param session the sid that the client knows; empty if it did not say
   */
  public record Reconnect(
      JoinOptions options,
      String session,
      ActorRef<SignalResponse> client,
      ActorRef<ParticipantMemo> memory,
      ActorRef<JoinReply> replyTo)
      implements Arrival {}

  /**
   * A message of the client; the next one may come when this one is {@link JoinReply.Taken}.
   *
   * @param session the sid given in {@link JoinReply.Accepted}; a stale one is taken and ignored
   * @param replyTo hears that it is taken
   */
  public record Signal(String session, SignalRequest request, ActorRef<JoinReply> replyTo)
      implements Command {}

  /** The room service asks something of whoever has this identity now. */
  public record Administer(ParticipantOrder order, ActorRef<ParticipantReply> replyTo)
      implements Command {}

  /**
   * The signal connection is gone.
   *
   * @param client that ended; another one may have taken its place
   */
  public record SignalClosed(String session, ActorRef<SignalResponse> client, SignalLoss why)
      implements Command {}

  /**
   * The room let a session in, or knows it again.
   *
   * @param session its sid
   * @param info the room
   * @param placement where its media goes
   * @param others everyone it may see
   * @param permits what others let it receive, by sid, where it is not everything
   * @param room to be watched
   */
  public record Admitted(
      String session,
      akkord.proto.Room info,
      MediaPlacement placement,
      List<ParticipantInfo> others,
      Map<String, Permit> permits,
      ActorRef<Room.Command> room)
      implements Command {}

  /** The room did not let a session in: an HTTP status and its text. */
  public record NotAdmitted(String session, int status, String message) implements Command {}

  /**
   * Others joined, changed or left; so may the participant itself, in news that is for everyone.
   *
   * @param updates ready for the client, the same objects for everyone in the room
   */
  public record OthersChanged(List<SignalResponse> updates) implements Command {
    /** Whom the updates are about. */
    public List<ParticipantInfo> changes() {
      return updates.stream()
          .flatMap(update -> update.getUpdate().getParticipantsList().stream())
          .toList();
    }
  }

  /**
   * The room came back after a crash and knows these others.
   *
   * @param permits what they let it receive, by sid, where it is not everything
   */
  public record RosterRestored(List<ParticipantInfo> others, Map<String, Permit> permits)
      implements Command {}

  /** A publisher, by its sid, lets the participant receive more or less than before (2.9). */
  public record SubscriptionPermitted(String publisher, Permit permit) implements Command {}

  /** The room's description changed. */
  public record RoomChanged(akkord.proto.Room info) implements Command {}

  /** Somebody speaks, speaks louder, or is silent. */
  public record SpeakersChanged(List<SpeakerInfo> changes) implements Command {}

  /** The room has passed on so many bytes of data that this session's client sent. */
  public record DataTaken(String session, int bytes) implements Command {}

  /** About data blobs, from another participant. */
  public record Blobs(BlobMessage message) implements Command {}

  /** The room has ended. */
  public record RoomClosed(DisconnectReason reason) implements Command {}

  /** A published track's actor is there, to be watched. */
  public record TrackReady(String track, ActorRef<Track.Command> actor) implements Command {}

  /** A published track has its first subscriber. */
  public record TrackSubscribed(String track) implements Command {}

  /**
   * Subscribers want other layers of a published video.
   *
   * @param maxSpatial the highest of them, 0..2; -1 if nobody wants any
   */
  public record DemandChanged(String track, int maxSpatial) implements Command {}

  /** Ends the session in order; also sharding's stop message. */
  public enum Retire implements Command {
    INSTANCE
  }

  /** Ends at once, as a crash would: for tests. */
  public enum Stop implements Command {
    INSTANCE
  }

  record NegotiationDue(String session) implements Command {}

  record OfferUnanswered(String session) implements Command {}

  record MemoDue(String session) implements Command {}

  record SettingsDue(String session, String track) implements Command {}

  record RoomSilent(String session) implements Command {}

  record TrackSilent(String session, String track) implements Command {}

  private record Noticed(MediaNode.Notice notice) implements Command {}

  record RpcOverdue(String session, String rpc) implements Command {}

  record TrackOverdue(String session, String track) implements Command {}

  record SpeakerSimulated(String session) implements Command {}

  record Overdue(String session, DisconnectReason why, Action action) implements Command {}

  private record RoomLost(String session) implements Command {}

  private record TrackLost(String track, ActorRef<Track.Command> actor) implements Command {}

  private enum Unused implements Command {
    INSTANCE
  }

  /** A participant that nobody has joined as yet. */
  public static Behavior<Command> create(
      ActorSettings settings, Entities entities, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Participant(context, timers, settings, entities, shard)));
  }

  private Participant(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ActorSettings settings,
      Entities entities,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(context);
    this.timers = timers;
    this.shard = shard;
    this.around =
        new Surroundings(
            entities,
            settings,
            timers,
            context.getSelf(),
            context.messageAdapter(MediaNode.Notice.class, Noticed::new));
    this.deadlines = new Deadlines(timers, settings.activeTimeout());
    this.simulation = new Simulation(this, timers);
    this.requests = new Requests(this, settings, simulation);
    this.orders = new Orders(this, settings);
    this.arrivals = new Arrivals(this, settings.region(), simulation, context.getLog());
    timers.startSingleTimer(Unused.INSTANCE, UNUSED);
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    boolean joined = current.isPresent();
    Behavior<Command> next = route(command);
    current.ifPresent(Session::saveMemo);
    if (joined && current.isEmpty()) {
      passivate();
    }
    return next;
  }

  private Behavior<Command> route(Command command) {
    switch (command) {
      case Arrival arrival when passivating -> keepForNextIncarnation(arrival);
      case Arrival arrival -> arrivals.on(arrival);
      case Signal signal -> requests.take(session(signal.session()), signal);
      case Administer(var order, var replyTo) -> orders.on(admitted(), order, replyTo);
      case SignalClosed(var sid, var client, var why) ->
          session(sid)
              .filter(s -> s.link().client().equals(client) && !s.link().isLost())
              .ifPresent(s -> onSignalClosed(s, why));
      case Admitted admitted -> onAdmitted(admitted);
      case NotAdmitted(var sid, var status, var message) ->
          session(sid).ifPresent(s -> refuse(s, status, message));
      case OthersChanged news -> admitted().ifPresent(s -> s.othersChanged(news));
      case RosterRestored roster -> admitted().ifPresent(s -> s.rosterRestored(roster));
      case SubscriptionPermitted(var publisher, var permit) ->
          admitted().ifPresent(s -> s.access().permitted(publisher, permit));
      case RoomChanged(var info) -> admitted().ifPresent(s -> s.roomChanged(info));
      case SpeakersChanged(var changes) -> admitted().ifPresent(s -> s.speakersChanged(changes));
      case DataTaken(var sid, var bytes) -> session(sid).ifPresent(s -> s.data().taken(bytes));
      case Blobs(var message) -> DataBlobs.on(admitted(), message);
      case RoomClosed(var reason) -> admitted().ifPresent(s -> onRoomClosed(s, reason));
      case TrackReady ready -> admitted().ifPresent(s -> onTrackReady(s, ready));
      case TrackSubscribed(var track) -> admitted().ifPresent(s -> s.tracks().subscribed(track));
      case DemandChanged(var track, var maxSpatial) ->
          admitted().ifPresent(s -> s.tracks().demandChanged(track, maxSpatial));
      case TrackLost(var track, var actor) ->
          admitted().ifPresent(s -> s.tracks().lost(track, actor, s.placement()));
      case TrackSilent(var sid, var track) ->
          session(sid).ifPresent(s -> s.tracks().publishAgain(track, s.placement()));
      case Noticed(var notice) ->
          admitted().ifPresent(s -> new MediaNotices(this, s, getContext().getLog()).on(notice));
      case NegotiationDue(var sid) -> session(sid).ifPresent(s -> s.negotiation().onDue());
      case OfferUnanswered(var sid) ->
          session(sid).ifPresent(s -> fail(s, "our offer was not answered"));
      case SettingsDue(var sid, var track) ->
          session(sid).ifPresent(s -> s.trackSettings().due(track));
      case MemoDue(var sid) -> session(sid).ifPresent(Session::remember);
      case RoomSilent(var sid) -> session(sid).ifPresent(Session::askRoom);
      case RoomLost(var sid) -> session(sid).ifPresent(Session::roomLost);
      case Overdue(var sid, var why, var action) ->
          session(sid).ifPresent(s -> leave(s, why, action));
      case RpcOverdue(var sid, var rpc) ->
          session(sid).ifPresent(s -> s.data().rpcs().overdue(rpc));
      case TrackOverdue overdue ->
          session(overdue.session()).ifPresent(s -> s.access().missing().overdue(overdue));
      case SpeakerSimulated(var sid) -> session(sid).ifPresent(simulation::silence);
      case Unused _ -> passivate();
      case Retire _ -> {
        current.ifPresent(this::retire);
        return Behaviors.stopped();
      }
      case Stop _ -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  @Override
  public Behavior<Command> onSignal(akka.actor.typed.Signal signal) {
    if (signal instanceof PostStop && admitted().isPresent()) {
      ActorMetrics.PARTICIPANTS.decrement();
      // After a crash, too: who called the client's methods need not wait for nothing.
      admitted().get().data().rpcs().close();
    }
    return this;
  }

  private Optional<Session> session(String sid) {
    return current.filter(session -> session.sid().equals(sid));
  }

  private Optional<Session> admitted() {
    return current.filter(Session::isAdmitted);
  }

  /** The shard does. */
  private void keepForNextIncarnation(Arrival arrival) {
    JoinOptions who = arrival.options();
    if (around.entities().canGoOn()) {
      around.entities().participant(who.room(), who.identity()).tell(arrival);
    }
  }

  Optional<Session> current() {
    return current;
  }

  /** A session goes on with another signal connection. */
  void goOn(Session session, SignalPort port) {
    deadlines.resumed(session);
    getContext().unwatch(session.link().client());
    session.signalBack(port);
    watch(session);
    accept(session);
    getContext().getLog().info("{} goes on with another signal connection", session.sid());
  }

  /** Makes a session the current one. */
  Session begin(JoinOptions options, Profile profile, SignalPort port) {
    timers.cancel(Unused.INSTANCE);
    Session session = new Session(around, options, profile, port);
    current = Optional.of(session);
    watch(session);
    return session;
  }

  /** The edge says why a socket ended; this is for an edge that ended itself. */
  private void watch(Session session) {
    ActorRef<SignalResponse> client = session.link().client();
    getContext().watchWith(client, new SignalClosed(session.sid(), client, SignalLoss.CLIENT_GONE));
  }

  /** Tells the signal connection that its session runs. */
  void accept(Session session) {
    session
        .link()
        .port()
        .replies()
        .tell(new JoinReply.Accepted(session.sid(), getContext().getSelf(), session.options()));
  }

  private void onAdmitted(Admitted admitted) {
    Optional<Session> session = session(admitted.session());
    if (session.isEmpty()) {
      admitted.room().tell(new Room.Left(admitted.session(), DisconnectReason.JOIN_FAILURE));
      return;
    }
    getContext().watchWith(admitted.room(), new RoomLost(admitted.session()));
    session.get().admitted(admitted);
    arrivals
        .admitted(session.get())
        .ifPresent(
            offer ->
                requests.on(session.get(), SignalRequest.newBuilder().setOffer(offer).build()));
  }

  Deadlines deadlines() {
    return deadlines;
  }

  private void refuse(Session session, int status, String message) {
    arrivals.refuse(status, message);
    forget(session);
  }

  private void onSignalClosed(Session session, SignalLoss why) {
    ActorMetrics.signalLost(why);
    getContext().unwatch(session.link().client());
    getContext().getLog().info("{} lost its signal connection: {}", session.sid(), why);
    // Media that is up goes on without signalling, unless the client is too slow to be told of it.
    if (why == SignalLoss.TOO_SLOW || !session.wasConnected()) {
      leave(session, DisconnectReason.SIGNAL_CLOSE, Action.DISCONNECT);
    } else {
      session.signalLost();
    }
  }

  private void onTrackReady(Session session, TrackReady ready) {
    getContext().watchWith(ready.actor(), new TrackLost(ready.track(), ready.actor()));
    session.tracks().ready(ready.track(), ready.actor());
  }

  /** A transport fell silent: the client is to come back with another one, soon (2.4). */
  void expectResume(Session session) {
    getContext().unwatch(session.link().client());
    session.askToResume(DisconnectReason.CONNECTION_TIMEOUT);
    deadlines.expectResume(session);
  }

  /** The client has to start over, for a reason that is ours to know. */
  void fail(Session session, String why) {
    getContext().getLog().warn("{} has to reconnect: {}", session.sid(), why);
    leave(session, DisconnectReason.STATE_MISMATCH, Action.RECONNECT);
  }

  private void onRoomClosed(Session session, DisconnectReason reason) {
    switch (reason) {
      case SERVER_SHUTDOWN -> retire(session);
      case STATE_MISMATCH -> end(session, reason, Action.RECONNECT); // its media is gone
      default -> end(session, reason, Action.DISCONNECT);
    }
  }

  /** This node ends: where there are others, the client comes back to one of them. */
  void retire(Session session) {
    boolean others = Nodes.hasOthers(getContext().getSystem());
    Action action = others ? Action.RECONNECT : Action.DISCONNECT;
    end(session, DisconnectReason.SERVER_SHUTDOWN, action);
  }

  /** Ends a session for all to see. */
  void leave(Session session, DisconnectReason reason, Action action) {
    Optional<ActorRef<Room.Command>> room = session.room();
    end(session, reason, action);
    room.ifPresent(members -> members.tell(new Room.Left(session.sid(), reason)));
  }

  private void end(Session session, DisconnectReason reason, Action action) {
    getContext().getLog().info("{} leaves: {}", session.sid(), reason);
    session.end(reason, action);
    forget(session);
  }

  private void forget(Session session) {
    session.room().ifPresent(getContext()::unwatch);
    getContext().unwatch(session.link().client());
    timers.cancelAll();
    arrivals.refuse(503, "the session did not begin");
    session.data().rpcs().close();
    current = Optional.empty();
  }

  private void passivate() {
    passivating = true;
    shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
  }
}
