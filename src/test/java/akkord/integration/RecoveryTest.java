package akkord.integration;

import static org.junit.jupiter.api.Assertions.assertAll;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akkord.actors.Entities;
import akkord.actors.participant.Participant;
import akkord.actors.room.Room;
import akkord.actors.track.Track;
import akkord.app.RunningServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Actors that stop in the middle of a call come back, and nobody sees or hears it. */
class RecoveryTest {
  /** A second and a half: longer than any actor is away. */
  private static final int PACKETS = 75;

  private static RunningServer server;
  private static Clients clients;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer(2);
    clients = new Clients();
  }

  @AfterAll
  static void stop() {
    clients.close();
    server.close();
  }

  private enum Victim {
    ROOM,
    PUBLISHER,
    SUBSCRIBER,
    TRACKS,
    EVERYBODY
  }

  /** Each victim in a room of its own, all at once: they spend their time waiting. */
  @Test
  void aCallOutlivesItsActors() {
    List<Executable> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Victim victim : Victim.values()) {
        Future<?> outcome =
            threads.submit(
                () -> {
                  outlives(victim);
                  return victim;
                });
        outcomes.add(outcome::get);
      }
    }
    assertAll(outcomes);
  }

  private static void outlives(Victim victim) throws IOException {
    try (Call call = new Call(server, clients, "a room without " + victim)) {
      stop(call, victim);
      call.assertUninterrupted(PACKETS);
      call.mutingWorks();
      call.subscribingWorks();
      call.newcomersAreWelcome();
      call.leavingWorks();
    }
  }

  private static void stop(Call call, Victim victim) {
    Victims victims = new Victims(server);
    Entities entities = server.entities();
    String room = call.room();
    boolean all = victim == Victim.EVERYBODY;
    Map<EntityRef<?>, ActorRef<?>> stopped = new LinkedHashMap<>();
    if (all || victim == Victim.ROOM) {
      EntityRef<Room.Command> entity = entities.room(room);
      stopped.put(entity, victims.stop(entity, Room.Stop.INSTANCE));
    }
    if (all || victim == Victim.TRACKS) {
      for (boolean video : new boolean[] {false, true}) {
        EntityRef<Track.Command> entity = entities.track(room, call.track(video));
        stopped.put(entity, victims.stop(entity, Track.Stop.INSTANCE));
      }
    }
    if (all || victim == Victim.PUBLISHER) {
      EntityRef<Participant.Command> entity = entities.participant(room, "alice");
      stopped.put(entity, victims.stop(entity, Participant.Stop.INSTANCE));
    }
    if (all || victim == Victim.SUBSCRIBER) {
      EntityRef<Participant.Command> entity = entities.participant(room, "bob");
      stopped.put(entity, victims.stop(entity, Participant.Stop.INSTANCE));
    }
    stopped.forEach(victims::awaitSuccessor);
  }

  @Test
  void aMuteThatMeetsADeadTrackIsNotLost() throws IOException {
    try (Call call = new Call(server, clients, "a room without a track")) {
      server.entities().track(call.room(), call.track(false)).tell(Track.Stop.INSTANCE);
      call.mute(true);
      call.audio().awaitStopped(call.video());
    }
  }

  @Test
  void whoIsAwayForAMomentMissesNoNewcomer() throws IOException {
    try (Call call = new Call(server, clients, "a room without a guest")) {
      server.entities().participant(call.room(), "bob").tell(Participant.Stop.INSTANCE);
      try (Peer carol = Peer.publisher(clients, "carol", 2000).join(server.url(), call.room())) {
        carol.awaitConnected();
        call.awaitActive(call.bob(), "carol");
        new Flow(carol.audio(), call.bob().reception(2000), "carol's audio").awaitMoving();
      }
    }
  }
}
