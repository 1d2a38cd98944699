package akkord.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.actors.room.Room;
import akkord.actors.room.RoomDirectory;
import akkord.actors.room.RoomNews;
import akkord.actors.track.Track;
import java.util.List;
import java.util.Optional;

/** The entities of a cluster, spread by room. */
final class ShardedEntities implements Entities {
  private static final EntityTypeKey<Room.Command> ROOM =
      EntityTypeKey.create(Room.Command.class, "room");
  private static final EntityTypeKey<Participant.Command> PARTICIPANT =
      EntityTypeKey.create(Participant.Command.class, "participant");
  private static final EntityTypeKey<Track.Command> TRACK =
      EntityTypeKey.create(Track.Command.class, "track");

  private final ActorSystem<?> system;
  private final ClusterSharding sharding;
  private final StayingAllocation allocation;
  private final ActorRef<MediaNode.Command> node;
  private final ActorRef<RoomDirectory.Command> directory;

  private ShardedEntities(ActorSystem<?> system, ActorRef<MediaNode.Command> node) {
    this.system = system;
    this.node = node;
    sharding = ClusterSharding.get(system);
    allocation = new StayingAllocation(Cluster.get(system).selfMember().address());
    directory = system.systemActorOf(RoomDirectory.create(this::room), "rooms", Props.empty());
  }

  static Entities start(
      ActorSystem<?> system,
      ActorSettings settings,
      ActorRef<MediaNode.Command> node,
      List<ActorRef<RoomNews>> listeners) {
    ShardedEntities entities = new ShardedEntities(system, node);
    entities.start(
        Entity.of(
                ROOM,
                context ->
                    ActorLog.of(
                        Room.Command.class,
                        Room.class,
                        EntityIds.log(context.getEntityId(), ""),
                        Room.create(
                            EntityIds.room(context.getEntityId()),
                            settings,
                            entities,
                            node,
                            listeners,
                            context.getShard())))
            .withStopMessage(Room.Retire.INSTANCE));
    entities.start(
        Entity.of(
                PARTICIPANT,
                context ->
                    ActorLog.of(
                        Participant.Command.class,
                        Participant.class,
                        EntityIds.log(context.getEntityId(), "participant"),
                        Participant.create(settings, entities, context.getShard())))
            .withStopMessage(Participant.Retire.INSTANCE));
    entities.start(
        Entity.of(
                TRACK,
                context ->
                    ActorLog.of(
                        Track.Command.class,
                        Track.class,
                        EntityIds.log(context.getEntityId(), "track"),
                        Track.create(context.getShard())))
            .withStopMessage(Track.Retire.INSTANCE));
    return entities;
  }

  @Override
  public boolean areEnding() {
    return Nodes.isEnding(system);
  }

  @Override
  public boolean canGoOn() {
    return !areEnding() || Nodes.hasOthers(system);
  }

  @Override
  public ActorRef<RoomDirectory.Command> directory() {
    return directory;
  }

  @Override
  public Optional<ActorRef<MediaNode.Command>> mediaNode(String nodeId) {
    return Nodes.address(system, nodeId)
        .map(
            address ->
                address.equals(Cluster.get(system).selfMember().address())
                    ? node
                    : ActorRefResolver.get(system)
                        .resolveActorRef(address + node.path().toStringWithoutAddress()));
  }

  @Override
  public EntityRef<Room.Command> room(String name) {
    return sharding.entityRefFor(ROOM, EntityIds.of(name));
  }

  @Override
  public EntityRef<Participant.Command> participant(String room, String identity) {
    return sharding.entityRefFor(PARTICIPANT, EntityIds.of(room, identity));
  }

  @Override
  public EntityRef<Track.Command> track(String room, String sid) {
    return sharding.entityRefFor(TRACK, EntityIds.of(room, sid));
  }

  private <M> void start(Entity<M, ShardingEnvelope<M>> entity) {
    sharding.init(
        entity
            .withMessageExtractor(new RoomMessageExtractor<M>())
            .withAllocationStrategy(allocation));
  }
}
