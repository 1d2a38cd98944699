package akkord.actors.room;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.UniqueAddress;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.LWWMap;
import akka.cluster.ddata.LWWMapKey;
import akka.cluster.ddata.SelfUniqueAddress;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator;
import akka.cluster.ddata.typed.javadsl.Replicator.UpdateResponse;
import akka.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The rooms of the whole cluster, on each node: Distributed Data, one entry for a room, spread over
 * a few maps. A room says here what it is; whoever lists rooms reads this node's replica.
 *
 * <p>Entries of a node that is removed from the cluster are removed with it, and its rooms are
 * asked to go on elsewhere; those of a room that stops without a word some time after that, for it
 * may come back and ask what it was; then it says again what it is.
 */
public final class RoomDirectory extends AbstractOnMessageBehavior<RoomDirectory.Command> {
  // Never changes while nodes of different versions share a cluster.
  private static final int MAPS = 16;
  private static final Duration EVERYWHERE = Duration.ofSeconds(1);
  // Whoever brings a room back has done so by then.
  private static final Duration RETURN = Duration.ofSeconds(10);
  private static final Duration LOCAL = Duration.ofSeconds(2);

  private final DistributedData data;
  private final SelfUniqueAddress self;
  private final String node;
  private final ReplicatorMessageAdapter<Command, LWWMap<String, RoomEntry>> replicator;
  private final Function<String, RecipientRef<Room.Command>> rooms;
  private final Map<ActorRef<Room.Command>, akkord.proto.Room> here = new HashMap<>();

  /** What the directory is told; none of it crosses nodes. */
  public sealed interface Command {}

  /**
   * A room of this node is as said.
   *
   * @param receipt to be handed over once every node knows, or after a second
   */
  public record Put(akkord.proto.Room info, ActorRef<Room.Command> room, Optional<Receipt> receipt)
      implements Command {}

  /** A room of this node has ended. */
  public record Remove(ActorRef<Room.Command> room, Optional<Receipt> receipt) implements Command {}

  /** An answer that waits until the directory is up to date everywhere. */
  public record Receipt(ActorRef<RoomReply> replyTo, RoomReply reply) {
    void handOver() {
      replyTo.tell(reply);
    }
  }

  /**
   * Asks for rooms, by name.
   *
   * @param names the only ones wanted; empty for all
   */
  public record ListRooms(Set<String> names, ActorRef<Listing> replyTo) implements Command {}

  /** The rooms that were asked for, in the order of their names. */
  public record Listing(List<akkord.proto.Room> rooms) {}

  private record Listed(Listing listing, ActorRef<Listing> replyTo) implements Command {}

  private record NotListed(Throwable why) implements Command {}

  private record Updated(UpdateResponse<?> response, Optional<Receipt> receipt)
      implements Command {}

  private record NodeRemoved(UniqueAddress address) implements Command {}

  private record RoomStopped(ActorRef<Room.Command> room) implements Command {}

  private record RoomMissing(ActorRef<Room.Command> room) implements Command {}

  private record Orphaned(List<akkord.proto.Room> rooms) implements Command {}

  /**
   * The directory of this node.
   *
   * @param rooms finds a room by its name
   */
  public static Behavior<Command> create(Function<String, RecipientRef<Room.Command>> rooms) {
    return Behaviors.setup(
        context ->
            DistributedData.withReplicatorMessageAdapter(
                (ReplicatorMessageAdapter<Command, LWWMap<String, RoomEntry>> replicator) ->
                    new RoomDirectory(context, replicator, rooms)));
  }

  private RoomDirectory(
      ActorContext<Command> context,
      ReplicatorMessageAdapter<Command, LWWMap<String, RoomEntry>> replicator,
      Function<String, RecipientRef<Room.Command>> rooms) {
    super(context);
    this.rooms = rooms;
    this.replicator = replicator;
    data = DistributedData.get(context.getSystem());
    self = data.selfUniqueAddress();
    node = self.uniqueAddress().toString();
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(
                    MemberRemoved.class,
                    removed -> new NodeRemoved(removed.member().uniqueAddress())),
                MemberRemoved.class));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Put put -> onPut(put);
      case Remove(var room, var receipt) -> onRemove(room, receipt);
      case ListRooms(var names, var replyTo) -> onList(names, replyTo);
      case Listed(var listing, var replyTo) -> replyTo.tell(listing);
      case NotListed(var why) -> getContext().getLog().warn("Cannot list rooms", why);
      case Updated(_, var receipt) -> receipt.ifPresent(Receipt::handOver);
      case NodeRemoved(var address) -> onNodeRemoved(address.toString());
      case Orphaned(var orphans) -> orphans.forEach(this::bequeath);
      case RoomStopped(var room) ->
          getContext().scheduleOnce(RETURN, getContext().getSelf(), new RoomMissing(room));
      case RoomMissing(var room) -> onRemove(room, Optional.empty());
    }
    return this;
  }

  private void onPut(Put put) {
    String name = put.info().getName();
    akkord.proto.Room before = here.get(put.room());
    if (before == null) {
      here.values().removeIf(former -> former.getName().equals(name));
      getContext().watchWith(put.room(), new RoomStopped(put.room()));
    }
    here.put(put.room(), put.info());
    RoomEntry entry = new RoomEntry(put.info(), node);
    update(
        name,
        before == null || put.receipt().isPresent(),
        put.receipt(),
        map -> map.put(self, name, entry));
  }

  private void onRemove(ActorRef<Room.Command> room, Optional<Receipt> receipt) {
    akkord.proto.Room info = here.remove(room);
    if (info == null) {
      receipt.ifPresent(Receipt::handOver);
      return;
    }
    getContext().unwatch(room);
    String name = info.getName();
    update(name, true, receipt, map -> isOurs(map, info) ? map.remove(self, name) : map);
  }

  /** A room of the same name may have opened elsewhere meanwhile. */
  private boolean isOurs(LWWMap<String, RoomEntry> map, akkord.proto.Room info) {
    RoomEntry entry = map.getEntries().get(info.getName());
    return entry != null
        && entry.node().equals(node)
        && entry.room().getSid().equals(info.getSid());
  }

  /** Its rooms go on elsewhere as they were last known; nodes that find that out tell it alike. */
  private void onNodeRemoved(String gone) {
    for (int i = 0; i < MAPS; i++) {
      getContext()
          .pipeToSelf(
              read(key(i), entry -> entry.node().equals(gone)),
              (orphans, failure) ->
                  failure == null ? new Orphaned(orphans) : new NotListed(failure));
      update(key(i), false, Optional.empty(), map -> without(map, gone));
    }
  }

  private void bequeath(akkord.proto.Room orphan) {
    rooms.apply(orphan.getName()).tell(new Room.Inherit(orphan));
  }

  private LWWMap<String, RoomEntry> without(LWWMap<String, RoomEntry> map, String gone) {
    LWWMap<String, RoomEntry> left = map;
    for (Map.Entry<String, RoomEntry> entry : map.getEntries().entrySet()) {
      if (entry.getValue().node().equals(gone)) {
        left = left.remove(self, entry.getKey());
      }
    }
    return left;
  }

  private void update(
      String room,
      boolean everywhere,
      Optional<Receipt> receipt,
      UnaryOperator<LWWMap<String, RoomEntry>> change) {
    update(key(room), everywhere, receipt, change);
  }

  private void update(
      Key<LWWMap<String, RoomEntry>> key,
      boolean everywhere,
      Optional<Receipt> receipt,
      UnaryOperator<LWWMap<String, RoomEntry>> change) {
    Replicator.WriteConsistency consistency =
        everywhere ? new Replicator.WriteAll(EVERYWHERE) : Replicator.writeLocal();
    replicator.askUpdate(
        replyTo -> new Replicator.Update<>(key, LWWMap.create(), consistency, replyTo, change),
        response -> new Updated(response, receipt));
  }

  private void onList(Set<String> names, ActorRef<Listing> replyTo) {
    Stream<Integer> maps =
        names.isEmpty()
            ? Stream.iterate(0, i -> i + 1).limit(MAPS)
            : names.stream().map(RoomDirectory::map).distinct();
    List<CompletableFuture<List<akkord.proto.Room>>> parts =
        maps.map(
                i ->
                    read(
                        key(i), entry -> names.isEmpty() || names.contains(entry.room().getName())))
            .toList();
    CompletableFuture<Listing> whole =
        CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
            .thenApply(
                done -> {
                  List<akkord.proto.Room> rooms = new ArrayList<>();
                  parts.forEach(part -> rooms.addAll(part.join()));
                  rooms.sort(Comparator.comparing(akkord.proto.Room::getName));
                  return new Listing(List.copyOf(rooms));
                });
    getContext()
        .pipeToSelf(
            whole,
            (listing, failure) ->
                failure == null ? new Listed(listing, replyTo) : new NotListed(failure));
  }

  /** Runs on other threads: reads no field that changes. */
  private CompletableFuture<List<akkord.proto.Room>> read(
      Key<LWWMap<String, RoomEntry>> key, Predicate<RoomEntry> wanted) {
    return AskPattern.<Replicator.Command, Replicator.GetResponse<LWWMap<String, RoomEntry>>>ask(
            data.replicator(),
            replyTo -> new Replicator.Get<>(key, Replicator.readLocal(), replyTo),
            LOCAL,
            getContext().getSystem().scheduler())
        .thenApply(response -> rooms(response, key, wanted))
        .toCompletableFuture();
  }

  private static List<akkord.proto.Room> rooms(
      Replicator.GetResponse<LWWMap<String, RoomEntry>> response,
      Key<LWWMap<String, RoomEntry>> key,
      Predicate<RoomEntry> wanted) {
    if (!(response instanceof Replicator.GetSuccess<LWWMap<String, RoomEntry>> success)) {
      return List.of(); // nothing was ever put there
    }
    return success.get(key).getEntries().values().stream()
        .filter(wanted)
        .map(RoomEntry::room)
        .toList();
  }

  private static Key<LWWMap<String, RoomEntry>> key(String room) {
    return key(map(room));
  }

  private static Key<LWWMap<String, RoomEntry>> key(int map) {
    return LWWMapKey.create("rooms-" + map);
  }

  private static int map(String room) {
    return Math.floorMod(room.hashCode(), MAPS);
  }
}
