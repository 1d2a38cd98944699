package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
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
import akkord.actors.node.DataDoor;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.actors.room.Opening.Phase;
import akkord.actors.room.RoomDirectory.Receipt;
import akkord.actors.room.Roster.Member;
import akkord.media.MediaEvent.AudioLevels;
import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import akkord.proto.SubscriptionPermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A room: who is in it, what they are told of each other, when it ends, where its media lives.
 *
 * <p>It opens with its first joiner. One that comes back after a crash notices that its owner id is
 * still attached to a worker; it then waits a second for its people to register again and takes
 * over the description of the room that they were last sent.
 */
public final class Room extends AbstractOnMessageBehavior<Room.Command> {
  private static final Duration BATCH = Duration.ofSeconds(3);
  private static final Duration REFRESH = Duration.ofSeconds(5);
  private static final Duration PLACEMENT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration UNUSED = Duration.ofSeconds(10);

  private final TimerScheduler<Command> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Entities entities;
  private final ActorRef<RoomDirectory.Listing> memory;
  private final String name;
  private final Roster roster = new Roster();
  private final Announcements announcements = new Announcements(roster);
  private final ActiveSpeakers speakers = new ActiveSpeakers();
  private final DataRelay data;
  private final Deliveries deliveries;
  private final Reporter reporter;
  private final RoomInfo info;
  private final Vacancy vacancy;
  private final Attendance attendance;
  private final RoomListing listing;
  private final Opening opening;
  private final NodeChoice nodes;

  /** What a room is told. */
  public sealed interface Command extends CborSerializable {}

  /**
   * Someone wants in; answered by {@link Participant.Admitted} or {@link Participant.NotAdmitted}.
   * May be repeated.
   */
  public record Join(Joiner joiner, ActorRef<Participant.Command> participant) implements Command {}

  /**
   * A member that outlived its room, or came back itself, is here; answered by {@link
   * Participant.Admitted}. May be repeated.
   *
   * @param room as the member was last told
   * @param placement of the member's media
   * @param permission who may receive its tracks, if it ever said so
   */
  public record Register(
      Joiner joiner,
      akkord.proto.Room room,
      MediaPlacement placement,
      Optional<SubscriptionPermission> permission,
      ActorRef<Participant.Command> participant)
      implements Command {}

  /** The room lived on a node that ends or ended: it goes on here, unless it has begun anew. */
  public record Inherit(akkord.proto.Room room) implements Command {}

  /** A member changed. */
  public record Changed(ParticipantInfo info) implements Command {}

  /** A member says who may receive its tracks (2.9). */
  public record PermitSubscribers(String sid, SubscriptionPermission permission)
      implements Command {}

  /** A member left. */
  public record Left(String sid, DisconnectReason reason) implements Command {}

  /** Data of a member, or news of how a member can be reached with data. */
  public record Data(DataOrder order) implements Command {}

  /** The room service asks something of the room; an answer waits until the directory knows. */
  public record Administer(RoomOrder order, ActorRef<RoomReply> replyTo) implements Command {}

  /** Asks for the roster. */
  public record Describe(ActorRef<Description> replyTo) implements Command {}

  /**
   * A room as it is now.
   *
   * @param room its description with current counts
   * @param participants all of them, hidden ones too
   */
  public record Description(akkord.proto.Room room, List<ParticipantInfo> participants)
      implements CborSerializable {}

  /** Ends the room in order; also sharding's stop message. */
  public enum Retire implements Command {
    INSTANCE
  }

  /** Ends at once, as a crash would: for tests. */
  public enum Stop implements Command {
    INSTANCE
  }

  private record Placed(MediaNode.Description node) implements Command {}

  private record Remembered(RoomDirectory.Listing listing) implements Command {}

  /** The node that the room's creator named can have it. */
  record NodeAnswered(MediaNode.Description node, Administer order) implements Command {}

  /** It does not answer. */
  record NodeSilent(String node, ActorRef<RoomReply> replyTo) implements Command {}

  /** The node that carries the room's media has ended. */
  record NodeGone(ActorRef<MediaNode.Command> node) implements Command {}

  private record Noticed(MediaNode.Notice notice) implements Command {}

  record MemberLost(String sid, ActorRef<Participant.Command> participant) implements Command {}

  record MemberGone(String sid, ActorRef<Participant.Command> participant) implements Command {}

  private enum Internal implements Command {
    NOT_PLACED,
    ROUND_OVER,
    TIMED_OUT,
    FLUSH_UPDATES,
    REFRESH_COUNTS,
    TELL_DIRECTORY
  }

  /**
   * A room that opens with its first joiner.
   *
   * @param name its name, which is also its entity
   * @param node carries the media of rooms that live here
   * @param listeners hear what happens in it
   */
  public static Behavior<Command> create(
      String name,
      ActorSettings settings,
      Entities entities,
      ActorRef<MediaNode.Command> node,
      List<ActorRef<RoomNews>> listeners,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Room(context, timers, name, settings, entities, node, listeners, shard)));
  }

  private Room(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      String name,
      ActorSettings settings,
      Entities entities,
      ActorRef<MediaNode.Command> node,
      List<ActorRef<RoomNews>> listeners,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(context);
    this.timers = timers;
    this.name = name;
    this.entities = entities;
    this.shard = shard;
    this.info = new RoomInfo(settings);
    this.vacancy = new Vacancy(timers, Internal.TIMED_OUT, info, Clock.systemUTC());
    this.listing =
        new RoomListing(entities.directory(), context.getSelf(), timers, Internal.TELL_DIRECTORY);
    ActorRef<MediaNode.Notice> notices =
        context.messageAdapter(MediaNode.Notice.class, Noticed::new);
    this.memory = context.messageAdapter(RoomDirectory.Listing.class, Remembered::new);
    this.opening = new Opening(name, entities, notices, timers, Internal.ROUND_OVER);
    this.nodes = new NodeChoice(context, entities, node);
    DataDoor door = DataDoor.of(context.getSystem());
    this.data = new DataRelay(roster, door, notices, System::nanoTime);
    this.deliveries = new Deliveries(data, door, notices, System::nanoTime);
    this.reporter = new Reporter(listeners, context.getSelf(), this::counted);
    var audience = new Attendance.Audience(announcements, reporter, listing, speakers, data);
    this.attendance = new Attendance(context, timers, opening, roster, info, vacancy, audience);
    ActorMetrics.ROOMS.increment();
    timers.startSingleTimer(Internal.TIMED_OUT, UNUSED);
    context.ask(
        MediaNode.Description.class,
        node,
        PLACEMENT_TIMEOUT,
        replyTo -> new MediaNode.Describe(ownerId(name), replyTo),
        (description, failure) -> failure == null ? new Placed(description) : Internal.NOT_PLACED);
  }

  /** What the media plane calls a room: a prefix keeps it apart from sids. */
  public static String ownerId(String room) {
    return "room:" + room;
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Join join -> opening.whenOpen(join, () -> admitOrRefuse(join));
      case Register register -> opening.whenPlaced(register, () -> onRegister(register));
      case Inherit former -> opening.whenOpen(former, () -> inherit(former.room()));
      case Changed(var changed) -> attendance.changed(changed);
      case PermitSubscribers(var sid, var permission) -> roster.permit(sid, permission);
      case Data(var order) -> data.on(order);
      case Left(var sid, var reason) -> attendance.leave(sid, reason);
      case Administer order -> opening.whenOpen(order, () -> execute(order));
      case Describe describe ->
          opening.whenOpen(describe, () -> describe.replyTo().tell(describe()));
      case Placed(var node) -> onPlaced(node);
      case Internal.NOT_PLACED -> refuseWaiting();
      case NodeAnswered answer ->
          opening.whenOpen(answer.order(), () -> settle(answer.node(), answer.order()));
      case NodeSilent(var silent, var replyTo) -> replyTo.tell(NodeChoice.unavailable(silent));
      case NodeGone(var gone) -> onNodeGone(gone);
      case Remembered(var listing) -> opening.onMemory(listing);
      case Internal.ROUND_OVER -> onRoundOver();
      case Noticed(var notice) -> onNotice(notice);
      case MemberLost lost -> attendance.lost(lost);
      case MemberGone gone -> attendance.gone(gone);
      case Internal.FLUSH_UPDATES -> announcements.flush();
      case Internal.REFRESH_COUNTS -> attendance.recount();
      case Internal.TELL_DIRECTORY -> listing.tell(counted(), Optional.empty());
      case Internal.TIMED_OUT -> close(DisconnectReason.ROOM_CLOSED, Optional.empty());
      case Retire _ -> {
        handOver();
        close(DisconnectReason.SERVER_SHUTDOWN, Optional.empty());
        return Behaviors.stopped();
      }
      case Stop _ -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) {
    if (signal instanceof PostStop) {
      ActorMetrics.ROOMS.decrement();
    }
    return this;
  }

  private void onPlaced(MediaNode.Description node) {
    if (!opening.place(node)) {
      refuseWaiting();
    } else if (opening.wasHere(node)) {
      opening.recover(memory);
      opening.release().forEach(this::onMessage);
    } else {
      opening.open().forEach(this::onMessage);
    }
  }

  private void refuseWaiting() {
    Refusals.noMedia(opening.release(), describe());
    close(DisconnectReason.ROOM_CLOSED, Optional.empty());
  }

  private void admitOrRefuse(Join join) {
    Joiner joiner = join.joiner();
    String sid = joiner.info().getSid();
    if (!info.exists() && !joiner.mayCreateRoom()) {
      Refusals.refuse(join, 404, "requested room does not exist");
      return;
    }
    if (roster.find(sid).isPresent()) {
      admit(roster.find(sid).get());
      return;
    }
    roster
        .findIdentity(joiner.info().getIdentity())
        .ifPresent(former -> attendance.expel(former.sid(), DisconnectReason.DUPLICATE_IDENTITY));
    if (!joiner.isDependent() && info.isFull(roster.independents())) {
      Refusals.refuse(join, 500, "room has exceeded its max participants");
      return;
    }
    if (!info.exists()) {
      info.open(name, joiner, Instant.now());
      vacancy.opened();
      opened(false, Optional.empty());
    }
    admit(attendance.add(joiner, join.participant()));
  }

  private void execute(Administer administer) {
    RoomOrder order = administer.order();
    boolean existed = info.exists();
    if (!existed && !(order instanceof RoomOrder.Create)) {
      administer.replyTo().tell(new RoomReply.Absent());
      return;
    }
    if (!existed && nodes.asks(administer, ownerId(name))) {
      return;
    }
    if (order instanceof RoomOrder.SendData(var packet)) {
      deliveries.send(packet, new RoomReply.Done(counted()), administer.replyTo());
      return;
    }
    info.apply(order, name, Instant.now());
    akkord.proto.Room now = counted();
    Optional<Receipt> receipt =
        Optional.of(new Receipt(administer.replyTo(), new RoomReply.Done(now)));
    if (order instanceof RoomOrder.Delete) {
      close(DisconnectReason.ROOM_DELETED, receipt);
    } else if (existed) {
      vacancy.reconsider(); // its timeouts may be others now
      roster.tell(new Participant.RoomChanged(now));
      listing.tell(now, receipt);
    } else {
      vacancy.opened();
      opened(false, receipt);
    }
  }

  /** Opens the room with its media on another node, unless it has opened meanwhile. */
  private void settle(MediaNode.Description node, Administer order) {
    if (!info.exists()) {
      Optional<MediaPlacement> former = opening.placement();
      if (!opening.place(node)) {
        order.replyTo().tell(NodeChoice.unavailable(node.nodeId()));
        return;
      }
      former
          .map(MediaPlacement::node)
          .filter(there -> !there.equals(node.node()))
          .ifPresent(there -> there.tell(new MediaNode.Detach(ownerId(name))));
      nodes.follow(node.node());
    }
    execute(NodeChoice.settled(order));
  }

  /** The room goes on with its media elsewhere; who is in it has to come back. */
  private void onNodeGone(ActorRef<MediaNode.Command> gone) {
    boolean here = opening.placement().filter(place -> place.node().equals(gone)).isPresent();
    if (here && opening.phase() == Phase.OPEN && info.exists() && entities.canGoOn()) {
      entities.room(name).tell(new Inherit(counted()));
      reporter.goesOn();
      close(DisconnectReason.STATE_MISMATCH, Optional.empty());
    }
  }

  /** Who was in it comes back by joining. */
  private void inherit(akkord.proto.Room former) {
    if (info.exists()) {
      return;
    }
    info.restore(former);
    vacancy.inherited(former.getNumParticipants() > 0);
    opened(true, Optional.empty());
    reporter.settled(roster);
  }

  /** Where there are other nodes, the shard keeps this for the room's next incarnation. */
  private void handOver() {
    if (opening.phase() == Phase.OPEN
        && info.exists()
        && Nodes.hasOthers(getContext().getSystem())) {
      entities.room(name).tell(new Inherit(counted()));
      reporter.goesOn();
    }
  }

  private void opened(boolean again, Optional<Receipt> receipt) {
    timers.startTimerWithFixedDelay(Internal.FLUSH_UPDATES, BATCH);
    timers.startTimerWithFixedDelay(Internal.REFRESH_COUNTS, REFRESH);
    reporter.opened(again);
    listing.tell(counted(), receipt);
    String how = again ? "is back" : "opens";
    getContext().getLog().info("Room {} {} as {}", name, how, info.now().getSid());
  }

  private void admit(Member member) {
    roster.admit(member, counted(), opening.placement().orElseThrow(), getContext().getSelf());
  }

  private void onRegister(Register register) {
    if (opening.phase() == Phase.OPEN && !info.exists()) {
      opening.recover(memory);
    }
    register(register);
  }

  private void register(Register register) {
    if (!info.exists()) {
      opening.moveTo(register.placement());
      nodes.follow(register.placement().node());
      restore(register.room());
    }
    Optional<Member> known = roster.find(register.joiner().info().getSid());
    boolean news = known.isEmpty() || attendance.welcomeBack(known.get(), register);
    Member member =
        known.orElseGet(() -> attendance.add(register.joiner(), register.participant()));
    register.permission().ifPresent(permission -> roster.permit(member.sid(), permission));
    admit(member);
    if (opening.phase() == Phase.OPEN) {
      roster.restore(member); // it may have missed others while it was away
      if (news) {
        announcements.returned(member);
      }
    }
  }

  private void onRoundOver() {
    if (!opening.isSettled(roster.members().size())) {
      return;
    }
    if (!info.exists()) {
      opening.remembered().ifPresent(this::restore);
    }
    List<Command> held = opening.open();
    if (info.exists()) {
      roster.members().forEach(roster::restore);
      reporter.settled(roster);
      if (roster.independents() == 0) {
        vacancy.vacated();
      }
    }
    held.forEach(this::onMessage);
  }

  /** Nobody who was here has come yet: it is the same room all the same. */
  private void restore(akkord.proto.Room former) {
    info.restore(former);
    opened(true, Optional.empty());
  }

  private akkord.proto.Room counted() {
    return info.counted(roster);
  }

  private Description describe() {
    return new Description(counted(), roster.infos());
  }

  private void onNotice(MediaNode.Notice notice) {
    switch (notice) {
      case MediaNode.Happened(AudioLevels levels) ->
          roster.announceSpeakers(speakers.update(levels.levels(), roster.publishersByTrack()));
      case MediaNode.Happened _ -> getContext().getLog().debug("Not for a room: {}", notice);
      case MediaNode.Delivered(var ticket, var taken) -> {
        if (!data.delivered(ticket)) {
          deliveries.delivered(ticket, taken);
        }
      }
      // Members hear of it themselves and start over; the worker runs again, so the place stays.
      case MediaNode.WorkerLost(var worker) ->
          getContext().getLog().warn("Room {} lost worker {}", name, worker);
      case MediaNode.Draining() -> close(DisconnectReason.SERVER_SHUTDOWN, Optional.empty());
    }
  }

  private void close(DisconnectReason reason, Optional<Receipt> receipt) {
    if (opening.phase() == Phase.CLOSING) {
      return;
    }
    opening.close();
    timers.cancelAll();
    attendance.end(reason);
    reporter.closed(reason);
    opening.placement().ifPresent(here -> here.node().tell(new MediaNode.Detach(ownerId(name))));
    listing.remove(receipt);
    shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    getContext().getLog().info("Room {} ends: {}", name, reason);
  }
}
