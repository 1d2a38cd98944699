package akkord.actors;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.actors.room.Room;
import akkord.actors.room.RoomDirectory;
import akkord.actors.track.Track;
import java.util.Map;
import java.util.Optional;

/** Entities that all lead to given actors. */
public record FakeEntities(
    ActorRef<Room.Command> rooms,
    ActorRef<Participant.Command> participants,
    ActorRef<Track.Command> tracks,
    ActorRef<RoomDirectory.Command> directory,
    Map<String, ActorRef<MediaNode.Command>> mediaNodes)
    implements Entities {

  @Override
  public boolean areEnding() {
    return false;
  }

  @Override
  public boolean canGoOn() {
    return true;
  }

  @Override
  public Optional<ActorRef<MediaNode.Command>> mediaNode(String nodeId) {
    return Optional.ofNullable(mediaNodes.get(nodeId));
  }

  @Override
  public EntityRef<Room.Command> room(String name) {
    return TestEntityRef.of(EntityTypeKey.create(Room.Command.class, "room"), name, rooms);
  }

  @Override
  public EntityRef<Participant.Command> participant(String room, String identity) {
    return TestEntityRef.of(
        EntityTypeKey.create(Participant.Command.class, "participant"), identity, participants);
  }

  @Override
  public EntityRef<Track.Command> track(String room, String sid) {
    return TestEntityRef.of(EntityTypeKey.create(Track.Command.class, "track"), sid, tracks);
  }
}
