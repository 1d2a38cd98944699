package akkord.actors.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akkord.actors.MediaPlacement;
import akkord.actors.Samples;
import akkord.actors.node.MediaNode.Notice;
import akkord.media.DataMessage;
import akkord.media.Fingerprint;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MediaNodeTest {
  private final FakePlane plane = new FakePlane();
  private ActorTestKit kit;
  private ManualTime time;
  private ActorRef<MediaNode.Command> node;
  private TestProbe<Notice> listener;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(kit.system());
    node = kit.spawn(MediaNode.create("ND_test", plane::started, () -> 0L));
    listener = kit.createTestProbe();
  }

  @AfterEach
  void stop() {
    // Shutdown waits for owners, and time stands still here.
    node.tell(new MediaNode.Detach("PA_a"));
    node.tell(new MediaNode.Detach("PA_b"));
    kit.shutdownTestKit();
    assertTrue(plane.closed.get());
  }

  private void open(String owner, String transport) {
    node.tell(new MediaNode.Attach(owner, 1, listener.getRef()));
    node.tell(
        new MediaNode.Submit(1, new MediaCommand.OpenTransport(transport, owner, Samples.ICE)));
  }

  private MediaNode.Description describe(String owner) {
    TestProbe<MediaNode.Description> probe = kit.createTestProbe();
    node.tell(new MediaNode.Describe(owner, probe.getRef()));
    return probe.receiveMessage();
  }

  private MediaCommand nextOrder() throws InterruptedException {
    return plane.orders.poll(10, TimeUnit.SECONDS).order();
  }

  @Test
  void dataThatAWorkerCannotTakeIsSaid() throws InterruptedException {
    MediaCommand.SendData data =
        new MediaCommand.SendData(
            List.of("t"), new DataMessage("_reliable", false, new byte[] {1}));
    for (boolean full : new boolean[] {false, true}) {
      plane.full.set(full);
      node.tell(new MediaNode.Deliver(1, data, false, "ticket", listener.getRef()));
      assertEquals(
          new MediaNode.Delivered("ticket", !full),
          listener.receiveMessage(Duration.ofSeconds(20)));
    }
    assertEquals(data, nextOrder());
    assertTrue(plane.orders.isEmpty());
  }

  private static MediaCommand.SendData data(int number) {
    return new MediaCommand.SendData(
        List.of("t"), new DataMessage("_reliable", false, new byte[] {(byte) number}));
  }

  @Test
  void reliableDataWaitsInOrderForABusyWorker() throws InterruptedException {
    plane.full.set(true);
    node.tell(new MediaNode.Pass(1, data(1)));
    node.tell(new MediaNode.Deliver(1, data(2), true, "ticket", listener.getRef()));
    describe("PA_a"); // both have been dealt with
    plane.full.set(false);
    node.tell(new MediaNode.Pass(1, data(3)));
    time.timePasses(Duration.ofMillis(10));
    assertEquals(data(1), nextOrder());
    assertEquals(data(2), nextOrder());
    assertEquals(
        new MediaNode.Delivered("ticket", true), listener.receiveMessage(Duration.ofSeconds(20)));
    assertEquals(data(3), nextOrder());
  }

  private static MediaPlacement at(ActorRef<MediaNode.Command> node) {
    return new MediaPlacement(node, 1, List.of(), new Fingerprint("sha-256", "AB"));
  }

  @Test
  void dataOfARoomOnThisNodeDoesNotPassTheMediaNode() throws InterruptedException {
    describe("PA_a"); // it is there
    DataDoor door = DataDoor.of(kit.system());
    door.pass(at(node), data(1), true);
    door.deliver(at(node), data(2), false, "ticket", listener.getRef());
    assertEquals(2, plane.orders.size());
    assertEquals(data(1), nextOrder());
    assertEquals(data(2), nextOrder());
    listener.expectMessage(new MediaNode.Delivered("ticket", true));
  }

  @Test
  void dataOfARoomOnThisNodeWaitsInOrderForABusyWorker() throws InterruptedException {
    describe("PA_a");
    DataDoor door = DataDoor.of(kit.system());
    plane.full.set(true);
    door.pass(at(node), data(1), true);
    door.deliver(at(node), data(2), true, "ticket", listener.getRef());
    node.tell(new MediaNode.Pass(1, data(3)));
    describe("PA_a"); // all that has been dealt with
    plane.full.set(false);
    door.pass(at(node), data(4), true);
    assertTrue(plane.orders.isEmpty());
    time.timePasses(Duration.ofMillis(10));
    for (int i = 1; i <= 4; i++) {
      assertEquals(data(i), nextOrder());
    }
    listener.expectMessage(new MediaNode.Delivered("ticket", true));
  }

  @Test
  void dataForAnotherNodesWorkerGoesToItsMediaNode() {
    TestProbe<MediaNode.Command> other = kit.createTestProbe();
    describe("PA_a");
    DataDoor door = DataDoor.of(kit.system());
    door.pass(at(other.getRef()), data(1), true);
    door.pass(at(other.getRef()), data(2), false);
    door.deliver(at(other.getRef()), data(3), true, "ticket", listener.getRef());
    other.expectMessage(new MediaNode.Pass(1, data(1)));
    other.expectMessage(new MediaNode.Submit(1, data(2)));
    other.expectMessage(new MediaNode.Deliver(1, data(3), true, "ticket", listener.getRef()));
    assertTrue(plane.orders.isEmpty());
  }

  @Test
  void whatWaitedForAWorkerThatDiedIsSaid() {
    plane.full.set(true);
    node.tell(new MediaNode.Deliver(1, data(1), true, "ticket", listener.getRef()));
    node.tell(new MediaNode.KillWorker(1));
    assertEquals(
        new MediaNode.Delivered("ticket", false), listener.receiveMessage(Duration.ofSeconds(20)));
  }

  @Test
  void ordersReachTheirWorker() throws InterruptedException {
    open("PA_a", "t");
    FakePlane.Ordered ordered = plane.orders.poll(10, TimeUnit.SECONDS);
    assertEquals(1, ordered.worker());
    assertEquals(new MediaCommand.OpenTransport("t", "PA_a", Samples.ICE), ordered.order());
  }

  @Test
  void eventsReachTheirOwner() {
    open("PA_a", "t");
    describe("PA_a");
    MediaEvent event = new MediaEvent.TransportConnected("PA_a", "t", "192.0.2.1:1", "GCM");
    plane.events.accept(new MediaEvent.TransportClosed("PA_other", "u"));
    plane.events.accept(event);
    listener.expectMessage(new MediaNode.Happened(event));
  }

  @Test
  void whoComesBackHearsInsteadOfItsFormerSelf() {
    open("PA_a", "t");
    TestProbe<Notice> successor = kit.createTestProbe();
    node.tell(new MediaNode.Attach("PA_a", 1, successor.getRef()));
    assertEquals(Optional.of(1), describe("PA_a").attached());
    MediaEvent event = new MediaEvent.TransportClosed("PA_a", "t");
    plane.events.accept(event);
    successor.expectMessage(new MediaNode.Happened(event));
    listener.expectNoMessage(Duration.ZERO);
  }

  @Test
  void loadIsTheNumberOfOwners() {
    open("PA_a", "t");
    open("PA_b", "u");
    MediaNode.Description description = describe("room:r");
    assertEquals(0, description.workers().get(0).load());
    assertEquals(2, description.workers().get(1).load());
    assertEquals(Optional.empty(), description.attached());
    assertTrue(description.accepting());
  }

  @Test
  void closingAnOwnerClosesWhatItOpened() throws InterruptedException {
    open("PA_a", "t");
    node.tell(new MediaNode.CloseOwner("PA_a"));
    nextOrder();
    assertEquals(new MediaCommand.CloseTransport("t"), nextOrder());
    assertEquals(Optional.empty(), describe("PA_a").attached());
  }

  @Test
  void aCloseThatWasRefusedIsOrderedAgain() throws InterruptedException {
    open("PA_a", "t");
    nextOrder();
    plane.full.set(true);
    node.tell(new MediaNode.CloseOwner("PA_a"));
    describe("PA_a");
    plane.full.set(false);
    time.timePasses(Duration.ofSeconds(1));
    assertEquals(new MediaCommand.CloseTransport("t"), nextOrder());
  }

  @Test
  void anOwnerThatNobodyListensForIsClosedAfterAMinute() throws InterruptedException {
    open("PA_a", "t");
    nextOrder();
    listener.stop();
    describe("PA_a");
    time.timePasses(Duration.ofSeconds(59));
    assertEquals(Optional.of(1), describe("PA_a").attached());
    time.timePasses(Duration.ofSeconds(30));
    assertEquals(new MediaCommand.CloseTransport("t"), nextOrder());
  }

  @Test
  void aDeadWorkerIsRestartedAndItsOwnersAreTold() throws InterruptedException {
    open("PA_a", "t");
    describe("PA_a");
    plane.listener.workerDied(1, new IllegalStateException("for a test"));
    listener.expectMessage(new MediaNode.WorkerLost(1));
    assertEquals(1, plane.restarts.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void drainingWaitsForGoodbyes() {
    open("PA_a", "t");
    TestProbe<Done> drained = kit.createTestProbe();
    node.tell(new MediaNode.Drain(drained.getRef()));
    listener.expectMessage(new MediaNode.Draining());
    drained.expectNoMessage(Duration.ZERO);
    node.tell(new MediaNode.Detach("PA_a"));
    drained.expectMessage(Done.getInstance());
  }

  @Test
  void drainingEndsWithoutGoodbyesToo() {
    open("PA_a", "t");
    TestProbe<Done> drained = kit.createTestProbe();
    node.tell(new MediaNode.Drain(drained.getRef()));
    listener.expectMessage(new MediaNode.Draining());
    time.timePasses(Duration.ofSeconds(3));
    drained.expectMessage(Done.getInstance());
  }

  @Test
  void theFourthDeathInAMinuteEndsTheNodeInOrder() throws Exception {
    plane.closed.set(true);
    FakePlane dying = new FakePlane();
    ActorTestKit other = kitWithoutExit();
    TestProbe<Notice> owner = other.createTestProbe();
    ActorRef<MediaNode.Command> failing =
        other.spawn(MediaNode.create("ND_test", dying::started, () -> 0L));
    failing.tell(new MediaNode.Attach("PA_a", 1, owner.getRef()));
    for (int death = 0; death < 3; death++) {
      failing.tell(new MediaNode.KillWorker(1));
      owner.expectMessage(new MediaNode.WorkerLost(1));
      assertEquals(1, dying.restarts.poll(10, TimeUnit.SECONDS));
    }
    failing.tell(new MediaNode.KillWorker(1));
    owner.expectMessage(new MediaNode.Draining());
    failing.tell(new MediaNode.Detach("PA_a"));
    other.system().getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertTrue(dying.restarts.isEmpty());
    assertTrue(dying.closed.get());
  }

  private static ActorTestKit kitWithoutExit() {
    return ActorTestKit.create("other", com.typesafe.config.ConfigFactory.load("actors-test"));
  }

  @Test
  void aTakenPortEndsTheNode() {
    plane.closed.set(true);
    ActorTestKit other = kitWithoutExit();
    TestProbe<Object> probe = other.createTestProbe();
    ActorRef<MediaNode.Command> failing =
        other.spawn(
            MediaNode.create(
                "ND_test",
                (events, listening) -> {
                  throw new IOException("port 7882 is taken");
                },
                () -> 0L));
    probe.expectTerminated(failing, Duration.ofSeconds(10));
    other.shutdownTestKit();
  }
}
