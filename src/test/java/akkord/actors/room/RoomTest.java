package akkord.actors.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akkord.actors.ActorSettings;
import akkord.actors.FakeEntities;
import akkord.actors.FakeMediaNode;
import akkord.actors.Samples;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.actors.track.Track;
import akkord.media.MediaEvent;
import akkord.proto.CreateRoomRequest;
import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.RoomConfiguration;
import akkord.proto.RoomEndReason;
import akkord.proto.SpeakerInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomTest {
  /** How long a room that is back waits for its people before it counts them. */
  private static final Duration ROUND = Duration.ofMillis(1500);

  private ActorTestKit kit;
  private ManualTime time;
  private FakeMediaNode node;
  private TestProbe<ClusterSharding.ShardCommand> shard;
  private TestProbe<Room.Command> nextIncarnation;
  private TestProbe<RoomDirectory.Command> directory;
  private TestProbe<RoomNews> news;
  private ActorRef<Room.Command> room;

  /** A member that hears what a participant would hear. */
  private record Guest(String sid, TestProbe<Participant.Command> probe) {
    <T extends Participant.Command> T hears(Class<T> kind) {
      return probe.expectMessageClass(kind);
    }
  }

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(kit.system());
    node = new FakeMediaNode(kit);
    shard = kit.createTestProbe();
    nextIncarnation = kit.createTestProbe();
    directory = kit.createTestProbe();
    news = kit.createTestProbe();
    room = spawn(ActorSettings.defaults("ND_test"));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<Room.Command> spawn(ActorSettings settings) {
    TestProbe<Participant.Command> participants = kit.createTestProbe();
    TestProbe<Track.Command> tracks = kit.createTestProbe();
    FakeEntities entities =
        new FakeEntities(
            nextIncarnation.getRef(),
            participants.getRef(),
            tracks.getRef(),
            directory.getRef(),
            Map.of());
    return kit.spawn(
        Room.create("r", settings, entities, node.ref(), List.of(news.getRef()), shard.getRef()));
  }

  private Guest guest(String identity) {
    return new Guest("PA_" + identity, kit.createTestProbe());
  }

  private static Joiner joiner(ParticipantInfo info) {
    return new Joiner(info, true, "", Optional.empty());
  }

  private Participant.Admitted join(Guest guest) {
    return join(guest, info(guest));
  }

  private Participant.Admitted join(Guest guest, ParticipantInfo info) {
    room.tell(new Room.Join(joiner(info), guest.probe().getRef()));
    return guest.hears(Participant.Admitted.class);
  }

  private static ParticipantInfo info(Guest guest) {
    return Samples.participant(guest.sid(), guest.sid().substring(3));
  }

  private static ParticipantInfo publisher(Guest guest, String track, int version) {
    return info(guest).toBuilder()
        .setState(ParticipantInfo.State.ACTIVE)
        .setVersion(version)
        .setIsPublisher(true)
        .addTracks(Samples.video(track))
        .build();
  }

  private void expectEnd(DisconnectReason reason, Guest... guests) {
    for (Guest guest : guests) {
      assertEquals(reason, guest.hears(Participant.RoomClosed.class).reason());
    }
    shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void theFirstJoinerOpensTheRoomOnTheLeastLoadedWorker() {
    Participant.Admitted admitted = join(guest("alice"));
    assertTrue(admitted.info().getSid().matches("RM_[0-9A-Za-z]{12}"));
    assertEquals("r", admitted.info().getName());
    assertEquals(1, admitted.info().getNumParticipants());
    assertEquals(300, admitted.info().getEmptyTimeout());
    assertEquals(node.placement(), admitted.placement());
    assertEquals(List.of(), admitted.others());
  }

  @Test
  void aBatchIsTheSameObjectForEveryone() {
    Guest alice = guest("alice");
    Guest bob = guest("bob");
    Guest carol = guest("carol");
    join(carol, publisher(carol, "TR_c", 1));
    join(alice);
    join(bob);
    ParticipantInfo a = info(alice).toBuilder().setVersion(2).build();
    ParticipantInfo b = info(bob).toBuilder().setVersion(2).build();
    room.tell(new Room.Changed(a));
    room.tell(new Room.Changed(b));
    time.timePasses(Duration.ofSeconds(3));
    Participant.OthersChanged toCarol = carol.hears(Participant.OthersChanged.class);
    assertEquals(List.of(a, b), toCarol.changes());
    for (Guest member : List.of(alice, bob)) {
      Participant.OthersChanged news = member.hears(Participant.OthersChanged.class);
      assertSame(toCarol.updates().get(0), news.updates().get(0));
    }
  }

  @Test
  void laterJoinersSeeTheRoster() {
    Guest alice = guest("alice");
    join(alice);
    room.tell(new Room.Changed(publisher(alice, "TR_a", 2)));
    Participant.Admitted admitted = join(guest("bob"));
    assertEquals(List.of(publisher(alice, "TR_a", 2)), admitted.others());
  }

  @Test
  void publishersAreToldAtOnceAndWatchersInBatches() {
    Guest alice = guest("alice");
    Guest bob = guest("bob");
    join(alice);
    join(bob);
    ParticipantInfo joined =
        info(bob).toBuilder().setVersion(2).setState(ParticipantInfo.State.JOINED).build();
    ParticipantInfo active =
        info(bob).toBuilder().setVersion(3).setState(ParticipantInfo.State.ACTIVE).build();
    room.tell(new Room.Changed(joined));
    room.tell(new Room.Changed(active));
    time.expectNoMessageFor(Duration.ofMillis(2900), alice.probe());
    time.timePasses(Duration.ofMillis(200));
    assertEquals(List.of(active), alice.hears(Participant.OthersChanged.class).changes());

    room.tell(new Room.Changed(publisher(bob, "TR_b", 4)));
    assertEquals(
        List.of(publisher(bob, "TR_b", 4)), alice.hears(Participant.OthersChanged.class).changes());
    bob.probe().expectNoMessage(Duration.ZERO);
  }

  @Test
  void olderVersionsAreIgnored() {
    Guest alice = guest("alice");
    Guest bob = guest("bob");
    join(alice);
    join(bob);
    room.tell(new Room.Changed(publisher(bob, "TR_b", 5)));
    alice.hears(Participant.OthersChanged.class);
    room.tell(new Room.Changed(publisher(bob, "TR_old", 4)));
    room.tell(new Room.Changed(publisher(bob, "TR_new", 6)));
    assertEquals(
        "TR_new",
        alice.hears(Participant.OthersChanged.class).changes().get(0).getTracks(0).getSid());
  }

  @Test
  void hiddenOnesSeeButAreNotSeen() {
    Guest alice = guest("alice");
    Guest ghost = guest("ghost");
    join(alice);
    ParticipantInfo hidden =
        info(ghost).toBuilder()
            .setPermission(ParticipantPermission.newBuilder().setHidden(true))
            .build();
    assertEquals(1, join(ghost, hidden).others().size());
    room.tell(new Room.Changed(hidden.toBuilder().setVersion(2).setIsPublisher(true).build()));
    room.tell(new Room.Left(ghost.sid(), DisconnectReason.CLIENT_INITIATED));
    time.timePasses(Duration.ofSeconds(4));
    assertEquals(
        List.of(),
        join(guest("bob")).others().stream()
            .filter(other -> other.getSid().equals(ghost.sid()))
            .toList());
    alice.probe().expectNoMessage(Duration.ZERO);
  }

  @Test
  void leavingIsToldWithItsReason() {
    Guest alice = guest("alice");
    Guest bob = guest("bob");
    join(alice);
    join(bob);
    room.tell(new Room.Changed(publisher(bob, "TR_b", 2)));
    alice.hears(Participant.OthersChanged.class);
    room.tell(new Room.Left(bob.sid(), DisconnectReason.CONNECTION_TIMEOUT));
    ParticipantInfo left = alice.hears(Participant.OthersChanged.class).changes().get(0);
    assertEquals(ParticipantInfo.State.DISCONNECTED, left.getState());
    assertEquals(DisconnectReason.CONNECTION_TIMEOUT, left.getDisconnectReason());
    assertEquals(3, left.getVersion());
    assertEquals(0, left.getTracksCount());
  }

  @Test
  void aFullRoomRefuses() {
    Guest alice = guest("alice");
    room.tell(
        new Room.Join(
            new Joiner(
                info(alice),
                true,
                "",
                Optional.of(RoomConfiguration.newBuilder().setMaxParticipants(1).build())),
            alice.probe().getRef()));
    alice.hears(Participant.Admitted.class);
    Guest bob = guest("bob");
    room.tell(new Room.Join(joiner(info(bob)), bob.probe().getRef()));
    Participant.NotAdmitted refused = bob.hears(Participant.NotAdmitted.class);
    assertEquals(500, refused.status());
    assertTrue(refused.message().contains("max participants"));

    Guest agent = guest("agent");
    join(agent, info(agent).toBuilder().setKind(ParticipantInfo.Kind.AGENT).build());
  }

  @Test
  void whoMayNotCreateFindsNoRoom() {
    Guest alice = guest("alice");
    room.tell(
        new Room.Join(
            new Joiner(info(alice), false, "", Optional.empty()), alice.probe().getRef()));
    Participant.NotAdmitted refused = alice.hears(Participant.NotAdmitted.class);
    assertEquals(404, refused.status());
    assertEquals("requested room does not exist", refused.message());
  }

  @Test
  void aRepeatedJoinIsAnsweredAgain() {
    Guest alice = guest("alice");
    join(alice);
    assertEquals(1, join(alice).info().getNumParticipants());
  }

  @Test
  void anIdentityIsThereOnce() {
    Guest alice = guest("alice");
    Guest bob = guest("bob");
    join(alice);
    join(bob);
    room.tell(new Room.Changed(publisher(bob, "TR_b", 2)));
    alice.hears(Participant.OthersChanged.class);
    Guest again = new Guest("PA_bob2", kit.createTestProbe());
    join(again, Samples.participant(again.sid(), "bob"));
    ParticipantInfo left = alice.hears(Participant.OthersChanged.class).changes().get(0);
    assertEquals(bob.sid(), left.getSid());
    assertEquals(DisconnectReason.DUPLICATE_IDENTITY, left.getDisconnectReason());
    assertEquals(bob.sid(), node.expectClosedOwner());
  }

  @Test
  void anEmptiedRoomEndsAfterItsDepartureTimeout() {
    Guest alice = guest("alice");
    Guest agent = guest("agent");
    join(alice);
    join(agent, info(agent).toBuilder().setKind(ParticipantInfo.Kind.AGENT).build());
    room.tell(new Room.Left(alice.sid(), DisconnectReason.CLIENT_INITIATED));
    time.timePasses(Duration.ofMillis(19_900));
    shard.expectNoMessage(Duration.ZERO);
    time.timePasses(Duration.ofMillis(200));
    agent
        .probe()
        .fishForMessage(
            Duration.ofSeconds(3),
            message ->
                message instanceof Participant.RoomClosed
                    ? akka.actor.testkit.typed.javadsl.FishingOutcomes.complete()
                    : akka.actor.testkit.typed.javadsl.FishingOutcomes.continueAndIgnore());
    shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void aRoomOfDependentsEndsAfterItsEmptyTimeout() {
    Guest agent = guest("agent");
    join(agent, info(agent).toBuilder().setKind(ParticipantInfo.Kind.AGENT).build());
    time.timePasses(Duration.ofSeconds(299));
    shard.expectNoMessage(Duration.ZERO);
    time.timePasses(Duration.ofSeconds(2));
    expectEnd(DisconnectReason.ROOM_CLOSED, agent);
    shard.awaitAssert(
        () -> {
          assertFalse(node.isAttached(Room.ownerId("r")));
          return true;
        });
  }

  @Test
  void whoJoinsAClosingRoomJoinsItsNextIncarnation() {
    Guest alice = guest("alice");
    join(alice);
    room.tell(new Room.Left(alice.sid(), DisconnectReason.CLIENT_INITIATED));
    time.timePasses(Duration.ofSeconds(21));
    shard.expectMessageClass(ClusterSharding.Passivate.class);
    Guest bob = guest("bob");
    Room.Join join = new Room.Join(joiner(info(bob)), bob.probe().getRef());
    room.tell(join);
    nextIncarnation.expectMessage(join);
  }

  @Test
  void speakersAreToldOnlyWhenTheyChange() {
    Guest alice = guest("alice");
    Guest bob = guest("bob");
    join(alice);
    join(bob);
    room.tell(new Room.Changed(publisher(bob, "TR_b", 2)));
    alice.hears(Participant.OthersChanged.class);
    hear("TR_b", 0.30f);
    SpeakerInfo speaks = alice.hears(Participant.SpeakersChanged.class).changes().get(0);
    assertEquals(bob.sid(), speaks.getSid());
    assertTrue(speaks.getActive());
    assertEquals(0.375f, speaks.getLevel());
    hear("TR_b", 0.35f);
    hear("TR_b", 0.80f);
    assertEquals(0.875f, level(alice));
    node.report(new MediaEvent.AudioLevels(Room.ownerId("r"), List.of()));
    SpeakerInfo silent = alice.hears(Participant.SpeakersChanged.class).changes().get(0);
    assertFalse(silent.getActive());
    assertEquals(0, silent.getLevel());
  }

  private void hear(String track, float level) {
    node.report(
        new MediaEvent.AudioLevels(
            Room.ownerId("r"), List.of(new MediaEvent.AudioLevel(track, level))));
  }

  private static float level(Guest guest) {
    return guest.hears(Participant.SpeakersChanged.class).changes().get(0).getLevel();
  }

  @Test
  void countsAreToldEveryFiveSeconds() {
    Guest alice = guest("alice");
    join(alice);
    join(guest("bob"));
    time.timePasses(Duration.ofSeconds(5));
    assertEquals(2, alice.hears(Participant.RoomChanged.class).info().getNumParticipants());
    time.timePasses(Duration.ofSeconds(5));
    alice.probe().expectNoMessage(Duration.ZERO);
  }

  @Test
  void aMemberThatIsLostAndDoesNotComeBackLeaves() {
    Guest alice = guest("alice");
    Guest bob = guest("bob");
    join(alice);
    join(bob);
    room.tell(new Room.Changed(publisher(bob, "TR_b", 2)));
    alice.hears(Participant.OthersChanged.class);
    bob.probe().stop();
    TestProbe<Room.Description> asking = kit.createTestProbe();
    room.tell(new Room.Describe(asking.getRef()));
    assertEquals(2, asking.receiveMessage().participants().size());
    time.timePasses(Duration.ofSeconds(4));
    time.timePasses(Duration.ofSeconds(7));
    assertEquals(bob.sid(), node.expectClosedOwner());
  }

  @Test
  void aDrainingNodeEndsTheRoom() {
    Guest alice = guest("alice");
    join(alice);
    node.notice(Room.ownerId("r"), new MediaNode.Draining());
    expectEnd(DisconnectReason.SERVER_SHUTDOWN, alice);
  }

  @Test
  void aRoomThatComesBackTakesOverWhatItsPeopleKnow() {
    Guest alice = guest("alice");
    Guest bob = guest("bob");
    Participant.Admitted before = join(alice);
    join(bob);
    room.tell(Room.Stop.INSTANCE);
    alice.probe().expectTerminated(room, Duration.ofSeconds(3));

    room = spawn(ActorSettings.defaults("ND_test"));
    Guest carol = guest("carol");
    room.tell(new Room.Join(joiner(info(carol)), carol.probe().getRef()));
    for (Guest guest : List.of(alice, bob)) {
      comesBack(guest, before);
    }
    directoryRemembers(before.info().toBuilder().setNumParticipants(2).build());
    carol.probe().expectNoMessage(Duration.ZERO);
    time.timePasses(ROUND);
    assertEquals(
        List.of(bob.sid()),
        alice.hears(Participant.RosterRestored.class).others().stream()
            .map(ParticipantInfo::getSid)
            .toList());
    Participant.Admitted admitted = carol.hears(Participant.Admitted.class);
    assertEquals(before.info().getSid(), admitted.info().getSid());
    assertEquals(2, admitted.others().size());
  }

  private void comesBack(Guest guest, Participant.Admitted before) {
    room.tell(
        new Room.Register(
            joiner(info(guest)),
            before.info(),
            before.placement(),
            Optional.empty(),
            guest.probe().getRef()));
    assertEquals(before.info().getSid(), guest.hears(Participant.Admitted.class).info().getSid());
  }

  @Test
  void whoAskedTheDeadRoomFirstIsBackBeforeOthersJoin() {
    Guest alice = guest("alice");
    Guest bob = guest("bob");
    Participant.Admitted before = join(alice);
    join(bob);
    Guest carol = joinsAfterCrashOf(alice);
    comesBack(alice, before);
    directoryRemembers(before.info().toBuilder().setNumParticipants(1).build()); // not bob yet
    time.timePasses(Duration.ofSeconds(1));
    comesBack(bob, before);
    time.timePasses(ROUND);
    assertEquals(2, carol.hears(Participant.Admitted.class).others().size());
  }

  /** The directory answers a room that is back. */
  private void directoryRemembers(akkord.proto.Room... rooms) {
    RoomDirectory.Command said = directory.receiveMessage();
    while (!(said instanceof RoomDirectory.ListRooms)) {
      said = directory.receiveMessage();
    }
    RoomDirectory.ListRooms asked = (RoomDirectory.ListRooms) said;
    assertEquals(Set.of("r"), asked.names());
    asked.replyTo().tell(new RoomDirectory.Listing(List.of(rooms)));
  }

  /** A room that crashed with one member is back, and somebody else joins at once. */
  private Guest joinsAfterCrashOf(Guest alice) {
    room.tell(Room.Stop.INSTANCE);
    alice.probe().expectTerminated(room, Duration.ofSeconds(3));
    room = spawn(ActorSettings.defaults("ND_test"));
    Guest carol = guest("carol");
    room.tell(new Room.Join(joiner(info(carol)), carol.probe().getRef()));
    return carol;
  }

  @Test
  void whoJoinsBeforeItsPeopleAreBackFindsTheSameRoom() {
    Guest alice = guest("alice");
    akkord.proto.Room before = join(alice).info();
    Guest carol = joinsAfterCrashOf(alice);
    directoryRemembers(before.toBuilder().setNumParticipants(1).setMetadata("m").build());
    time.timePasses(Duration.ofSeconds(5));
    carol.probe().expectNoMessage(Duration.ZERO); // alice may come yet
    time.timePasses(Duration.ofSeconds(1));
    akkord.proto.Room found = carol.hears(Participant.Admitted.class).info();
    assertEquals(before.getSid(), found.getSid());
    assertEquals("m", found.getMetadata());
  }

  @Test
  void aRoomThatNobodyRemembersBeginsAnew() {
    Guest alice = guest("alice");
    akkord.proto.Room before = join(alice).info();
    Guest carol = joinsAfterCrashOf(alice);
    directoryRemembers();
    time.timePasses(ROUND);
    assertNotEquals(before.getSid(), carol.hears(Participant.Admitted.class).info().getSid());
  }

  @Test
  void aRoomWaitsForTheDirectorysAnswerButNotForEver() {
    Guest alice = guest("alice");
    join(alice);
    Guest carol = joinsAfterCrashOf(alice);
    directory.fishForMessage(
        Duration.ofSeconds(20),
        said ->
            said instanceof RoomDirectory.ListRooms
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
    time.timePasses(Duration.ofSeconds(5));
    carol.probe().expectNoMessage(Duration.ZERO);
    time.timePasses(Duration.ofSeconds(1));
    carol.hears(Participant.Admitted.class);
  }

  @Test
  void whoComesBackToAnOpenRoomIsBroughtUpToDateAndSoAreOthers() {
    Guest alice = guest("alice");
    Guest bob = guest("bob");
    Participant.Admitted before = join(alice);
    join(bob);
    Guest again = new Guest(alice.sid(), kit.createTestProbe());
    room.tell(
        new Room.Register(
            joiner(publisher(alice, "TR_a", 5)),
            before.info(),
            before.placement(),
            Optional.empty(),
            again.probe().getRef()));
    again.hears(Participant.Admitted.class);
    assertEquals(List.of(info(bob)), again.hears(Participant.RosterRestored.class).others());
    assertEquals(
        List.of(publisher(alice, "TR_a", 5)), bob.hears(Participant.OthersChanged.class).changes());
  }

  @Test
  void tellsWhoListensWhatHappensInOrder() {
    Guest alice = guest("alice");
    join(alice);
    RoomNews.Opened opened = news.expectMessageClass(RoomNews.Opened.class);
    assertFalse(opened.again());
    assertEquals(room, opened.actor());
    assertEquals(0, opened.room().getNumParticipants());
    assertEquals(info(alice), news.expectMessageClass(RoomNews.Seen.class).participant());
    room.tell(new Room.Changed(publisher(alice, "TR_a", 2)));
    RoomNews.Seen seen = news.expectMessageClass(RoomNews.Seen.class);
    assertEquals(publisher(alice, "TR_a", 2), seen.participant());
    assertEquals(1, seen.room().getNumParticipants());
    assertEquals(1, seen.room().getNumPublishers());
    Guest bob = guest("bob");
    join(bob);
    news.expectMessageClass(RoomNews.Seen.class);
    room.tell(new Room.Left(bob.sid(), DisconnectReason.CONNECTION_TIMEOUT));
    RoomNews.Left left = news.expectMessageClass(RoomNews.Left.class);
    assertEquals(DisconnectReason.CONNECTION_TIMEOUT, left.participant().getDisconnectReason());
    assertEquals(ParticipantInfo.State.DISCONNECTED, left.participant().getState());
    assertEquals(1, left.room().getNumParticipants());
    node.notice(Room.ownerId("r"), new MediaNode.Draining());
    assertEquals(alice.sid(), news.expectMessageClass(RoomNews.Left.class).participant().getSid());
    RoomNews.Closed closed = news.expectMessageClass(RoomNews.Closed.class);
    assertEquals(RoomEndReason.ROOM_END_SERVER_SHUTDOWN, closed.reason());
    assertEquals(opened.room().getSid(), closed.room().getSid());
    assertEquals(0, closed.room().getNumParticipants());
  }

  @Test
  void aRoomThatComesBackTellsAgainWhomItHas() {
    Guest alice = guest("alice");
    Participant.Admitted before = join(alice);
    room.tell(Room.Stop.INSTANCE);
    alice.probe().expectTerminated(room, Duration.ofSeconds(3));
    news.receiveSeveralMessages(2);
    news.expectNoMessage(Duration.ZERO);

    room = spawn(ActorSettings.defaults("ND_test"));
    room.tell(
        new Room.Register(
            joiner(publisher(alice, "TR_a", 2)),
            before.info(),
            before.placement(),
            Optional.empty(),
            alice.probe().getRef()));
    RoomNews.Opened opened = news.expectMessageClass(RoomNews.Opened.class);
    assertTrue(opened.again());
    assertEquals(before.info().getSid(), opened.room().getSid());
    assertEquals(
        publisher(alice, "TR_a", 2), news.expectMessageClass(RoomNews.Seen.class).participant());
    directoryRemembers();
    time.timePasses(ROUND);
    assertEquals(
        List.of(alice.sid()), news.expectMessageClass(RoomNews.Settled.class).participants());
  }

  @Test
  void aRoomThatNeverOpenedIsNoNews() {
    time.timePasses(Duration.ofSeconds(11));
    shard.expectMessageClass(ClusterSharding.Passivate.class);
    news.expectNoMessage(Duration.ZERO);
  }

  private RoomReply order(RoomOrder order) {
    TestProbe<RoomReply> asking = kit.createTestProbe();
    room.tell(new Room.Administer(order, asking.getRef()));
    TestProbe<RoomDirectory.Command> told = directory;
    while (true) { // the directory hands answers over
      switch (told.receiveMessage()) {
        case RoomDirectory.Put(_, _, var receipt) when receipt.isPresent() -> {
          asking.expectNoMessage(Duration.ZERO);
          return receipt.get().reply();
        }
        case RoomDirectory.Remove(_, var receipt) -> {
          return receipt.orElseThrow().reply();
        }
        default -> {}
      }
    }
  }

  private RoomReply absent(RoomOrder order) {
    TestProbe<RoomReply> asking = kit.createTestProbe();
    room.tell(new Room.Administer(order, asking.getRef()));
    return asking.receiveMessage();
  }

  private static RoomOrder.Create create(Consumer<CreateRoomRequest.Builder> how) {
    CreateRoomRequest.Builder request = CreateRoomRequest.newBuilder().setName("r");
    how.accept(request);
    return new RoomOrder.Create(request.build());
  }

  private static akkord.proto.Room done(RoomReply reply) {
    return ((RoomReply.Done) reply).room();
  }

  @Test
  void theServiceOpensARoomThatEndsUnused() {
    akkord.proto.Room info = done(order(create(r -> r.setEmptyTimeout(30).setMetadata("m"))));
    assertTrue(info.getSid().startsWith("RM_"));
    assertEquals("m", info.getMetadata());
    assertEquals(30, info.getEmptyTimeout());
    assertEquals(20, info.getDepartureTimeout());
    time.timePasses(Duration.ofSeconds(29));
    shard.expectNoMessage(Duration.ZERO);
    time.timePasses(Duration.ofSeconds(2));
    shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void creatingAgainChangesWhatIsNotZero() {
    akkord.proto.Room first =
        done(order(create(r -> r.setEmptyTimeout(30).setMaxParticipants(5).setMetadata("m"))));
    Guest alice = guest("alice");
    join(alice);
    akkord.proto.Room again =
        done(order(create(r -> r.setMaxParticipants(1).setDepartureTimeout(3))));
    assertEquals(first.getSid(), again.getSid());
    assertEquals(1, again.getMaxParticipants());
    assertEquals(30, again.getEmptyTimeout());
    assertEquals("m", again.getMetadata());
    assertEquals(3, alice.hears(Participant.RoomChanged.class).info().getDepartureTimeout());
    room.tell(new Room.Left(alice.sid(), DisconnectReason.CLIENT_INITIATED));
    time.timePasses(Duration.ofSeconds(4));
    shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void presetsGiveWayToWhatIsSaid() {
    RoomConfiguration preset =
        RoomConfiguration.newBuilder()
            .setMaxParticipants(7)
            .setEmptyTimeout(70)
            .setMetadata("preset")
            .build();
    ActorSettings plain = ActorSettings.defaults("ND_test");
    node = new FakeMediaNode(kit); // one that has not seen this room
    room =
        spawn(
            new ActorSettings(
                plain.version(),
                plain.nodeId(),
                plain.region(),
                plain.iceServers(),
                plain.emptyTimeout(),
                plain.departureTimeout(),
                plain.maxParticipants(),
                plain.codecs(),
                Map.of("meeting", preset),
                plain.maxMetadataSize(),
                plain.maxAttributesSize(),
                plain.maxNameLength(),
                plain.activeTimeout(),
                plain.participantLimits(),
                plain.dataTracks(),
                plain.dataBlobs()));
    akkord.proto.Room info =
        done(order(create(r -> r.setRoomPreset("meeting").setMetadata("said"))));
    assertEquals(7, info.getMaxParticipants());
    assertEquals(70, info.getEmptyTimeout());
    assertEquals("said", info.getMetadata());
  }

  @Test
  void metadataIsToldAtOnce() {
    Guest alice = guest("alice");
    join(alice);
    assertEquals("new", done(order(new RoomOrder.SetMetadata("new"))).getMetadata());
    assertEquals("new", alice.hears(Participant.RoomChanged.class).info().getMetadata());
  }

  @Test
  void deletingSendsEverybodyAway() {
    Guest alice = guest("alice");
    Guest agent = guest("agent");
    join(alice);
    join(agent, info(agent).toBuilder().setKind(ParticipantInfo.Kind.AGENT).build());
    assertEquals(1, done(order(new RoomOrder.Delete())).getNumParticipants());
    expectEnd(DisconnectReason.ROOM_DELETED, alice, agent);
  }

  @Test
  void whatIsNotThereIsAbsent() {
    assertEquals(new RoomReply.Absent(), absent(new RoomOrder.Delete()));
    assertEquals(new RoomReply.Absent(), absent(new RoomOrder.SetMetadata("m")));
  }

  @Test
  void theDirectoryIsToldOfComingAndGoing() {
    join(guest("alice"));
    Guest bob = guest("bob");
    join(bob);
    directory.expectMessageClass(RoomDirectory.Put.class);
    time.timePasses(Duration.ofMillis(400));
    assertEquals(
        2, directory.expectMessageClass(RoomDirectory.Put.class).info().getNumParticipants());
    room.tell(new Room.Left(bob.sid(), DisconnectReason.CLIENT_INITIATED));
    time.timePasses(Duration.ofMillis(400));
    assertEquals(
        1, directory.expectMessageClass(RoomDirectory.Put.class).info().getNumParticipants());
  }
}
