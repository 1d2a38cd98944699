package akkord.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.actors.room.Room;
import akkord.actors.track.Track;
import java.util.function.Function;

/** Rooms, participants and tracks by name, wherever in the cluster they live. */
public final class Entities {
  private static final EntityTypeKey<Room.Command> ROOM =
      EntityTypeKey.create(Room.Command.class, "room");
  private static final EntityTypeKey<Participant.Command> PARTICIPANT =
      EntityTypeKey.create(Participant.Command.class, "participant");
  private static final EntityTypeKey<Track.Command> TRACK =
      EntityTypeKey.create(Track.Command.class, "track");

  private final ClusterSharding sharding;

  private Entities(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  /**
   * Starts the entity types on this node.
   *
   * @param node carries the media of rooms that live here
   */
  public static Entities init(
      ActorSystem<?> system, ActorSettings settings, ActorRef<MediaNode.Command> node) {
    Entities entities = new Entities(ClusterSharding.get(system));
    entities.start(system, ROOM, id -> Room.create(id, settings, node));
    entities.start(system, PARTICIPANT, id -> Participant.create());
    entities.start(system, TRACK, id -> Track.create(id, node));
    return entities;
  }

  /** A room by its name. */
  public EntityRef<Room.Command> room(String name) {
    return sharding.entityRefFor(ROOM, EntityIds.of(name));
  }

  /** A participant by the room's name and its identity. */
  public EntityRef<Participant.Command> participant(String room, String identity) {
    return sharding.entityRefFor(PARTICIPANT, EntityIds.of(room, identity));
  }

  /** A track by the room's name and its sid. */
  public EntityRef<Track.Command> track(String room, String sid) {
    return sharding.entityRefFor(TRACK, EntityIds.of(room, sid));
  }

  private <M> void start(
      ActorSystem<?> system, EntityTypeKey<M> key, Function<String, Behavior<M>> behavior) {
    sharding.init(
        Entity.of(key, context -> behavior.apply(context.getEntityId()))
            .withMessageExtractor(new RoomMessageExtractor<M>())
            .withAllocationStrategy(
                new StayingAllocation(Cluster.get(system).selfMember().address())));
  }
}
