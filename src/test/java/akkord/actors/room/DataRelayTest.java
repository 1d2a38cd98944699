package akkord.actors.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akkord.actors.MediaPlacement;
import akkord.actors.Samples;
import akkord.actors.Transports;
import akkord.actors.node.DataDoor;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.media.DataMessage;
import akkord.media.MediaCommand;
import akkord.proto.DataPacket;
import akkord.proto.UserPacket;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataRelayTest {
  private static final List<String> BOTH =
      List.of(DataChannelLabel.RELIABLE, DataChannelLabel.LOSSY);

  private final TestInbox<MediaNode.Command> node = TestInbox.create();
  private final Map<String, TestInbox<Participant.Command>> members = new HashMap<>();
  private final Roster roster = new Roster();
  private long now;
  private final TestInbox<MediaNode.Notice> notices = TestInbox.create();
  private final DataDoor door = new DataDoor();
  private final DataRelay.Carrier ordinary = (to, order) -> door.pass(to, order, true);
  private final DataRelay relay = new DataRelay(roster, door, notices.getRef(), () -> now);

  @BeforeEach
  void join() {
    for (String name : List.of("alice", "bob", "carol")) {
      join(name);
    }
    reach("alice", 0);
    reach("bob", 0);
  }

  private void join(String name) {
    TestInbox<Participant.Command> inbox = TestInbox.create();
    members.put(name, inbox);
    roster.add(
        new Joiner(Samples.participant(sid(name), name), false, "", Optional.empty()),
        inbox.getRef());
  }

  private static String sid(String name) {
    return "PA_" + name;
  }

  private static String transport(String name) {
    return Transports.publisher(sid(name));
  }

  private void reach(String name, int worker, String... labels) {
    MediaPlacement placement =
        new MediaPlacement(node.getRef(), worker, List.of(Samples.CANDIDATE), Samples.FINGERPRINT);
    List<String> open = labels.length == 0 ? BOTH : List.of(labels);
    relay.on(new DataOrder.Reach(sid(name), placement, transport(name), open));
  }

  private void send(String from, DataPacket packet, String label, int size) {
    relay.on(new DataOrder.Relay(sid(from), packet, label, Optional.empty(), size));
  }

  private void send(String from, int number) {
    send(from, packet(number).build(), DataChannelLabel.RELIABLE, 10);
  }

  private static DataPacket.Builder packet(int number) {
    return DataPacket.newBuilder().setSequence(number);
  }

  /** What each transport was sent since the last call, as {@code transport number}. */
  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    for (MediaNode.Command command : node.getAllReceived()) {
      MediaCommand.SendData order = order(command);
      for (String transport : order.transports()) {
        String owner = Transports.owner(transport).substring(3);
        sent.add(worker(command) + " " + owner + " " + number(order.message()));
      }
    }
    return sent;
  }

  private static MediaCommand.SendData order(MediaNode.Command command) {
    return switch (command) {
      case MediaNode.Pass(var worker, var data) -> data;
      case MediaNode.Deliver deliver -> deliver.data();
      case MediaNode.Submit(var worker, MediaCommand.SendData data) -> data;
      default -> throw new AssertionError(command);
    };
  }

  private static int worker(MediaNode.Command command) {
    return switch (command) {
      case MediaNode.Pass(var worker, var data) -> worker;
      case MediaNode.Deliver deliver -> deliver.worker();
      case MediaNode.Submit(var worker, var data) -> worker;
      default -> throw new AssertionError(command);
    };
  }

  /** The tickets that were given out since the last call. */
  private List<String> tickets() {
    return node.getAllReceived().stream()
        .filter(MediaNode.Deliver.class::isInstance)
        .map(command -> ((MediaNode.Deliver) command).ticket())
        .toList();
  }

  private void workersTakeAll() {
    tickets().forEach(ticket -> assertTrue(relay.delivered(ticket)));
  }

  private static int number(DataMessage message) {
    try {
      return DataPacket.parseFrom(message.bytes()).getSequence();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everybodyElseGetsAPacketAsOneOrderForEachWorker() {
    reach("carol", 1);
    send("alice", 1);
    assertEquals(List.of("0 bob 1", "1 carol 1"), sent());
    reach("carol", 0);
    send("alice", 2);
    assertEquals(1, node.getAllReceived().size());
  }

  @Test
  void theListOfEverybodyIsMadeOnceAndAnewWhenSomethingChanges() {
    reach("carol", 0);
    send("alice", 1);
    send("alice", 2);
    List<List<String>> lists = lists();
    assertSame(lists.get(0), lists.get(1));
    assertEquals(List.of(transport("bob"), transport("carol")), lists.get(0));

    reach("carol", 0, DataChannelLabel.LOSSY);
    send("alice", 3);
    assertEquals(List.of(List.of(transport("bob"))), lists());

    reach("carol", 0);
    assertEquals(List.of(List.of(transport("carol"))), lists(), "what was held");
    send("alice", 4);
    send("bob", 5);
    assertEquals(
        List.of(
            List.of(transport("bob"), transport("carol")),
            List.of(transport("alice"), transport("carol"))),
        lists());

    roster.remove(sid("carol"));
    relay.left(sid("carol"));
    send("bob", 6);
    assertEquals(List.of(List.of(transport("alice"))), lists());

    join("dora");
    send("bob", 7);
    reach("dora", 1);
    assertEquals(
        List.of("0 alice 7", "1 dora 7"), sent(), "who has just come is waited for, not left out");
  }

  @Test
  void whoFallsBehindIsNotForgottenForTheListOfEverybody() {
    reach("carol", 0);
    send("alice", 1);
    relay.on(new DataOrder.Congested(sid("carol"), true));
    send("alice", packet(2).build(), DataChannelLabel.RELIABLE, 200_000);
    assertEquals(List.of(), members.get("alice").getAllReceived(), "alice waits for carol");
    relay.on(new DataOrder.Congested(sid("carol"), false));
    assertEquals(1, members.get("alice").getAllReceived().size());
    workersTakeAll();
    members.get("alice").getAllReceived(); // what was due before
    send("alice", packet(3).build(), DataChannelLabel.RELIABLE, 200_000);
    workersTakeAll();
    assertEquals(1, members.get("alice").getAllReceived().size(), "and then for nobody");
  }

  /** The transports of each order since the last call. */
  private List<List<String>> lists() {
    return node.getAllReceived().stream().map(command -> order(command).transports()).toList();
  }

  @Test
  void onlyThoseWhoAreNamedGetAPacket() {
    reach("carol", 0);
    send("alice", packet(1).addDestinationIdentities("carol").build(), DataChannelLabel.LOSSY, 10);
    UserPacket user = UserPacket.newBuilder().addDestinationSids(sid("bob")).build();
    send("alice", packet(2).setUser(user).build(), DataChannelLabel.RELIABLE, 10);
    send(
        "alice",
        packet(3).addDestinationIdentities("nobody").build(),
        DataChannelLabel.RELIABLE,
        10);
    assertEquals(List.of("0 carol 1", "0 bob 2"), sent());
  }

  @Test
  void reliablePacketsWaitForTheChannelOfAJoiner() {
    send("alice", 1);
    send("alice", packet(2).build(), DataChannelLabel.LOSSY, 10);
    send("bob", 3);
    assertEquals(List.of("0 bob 1", "0 bob 2", "0 alice 3"), sent());
    reach("carol", 0, DataChannelLabel.LOSSY);
    assertEquals(List.of(), sent());
    reach("carol", 0);
    assertEquals(List.of("0 carol 1", "0 carol 3"), sent());
    reach("carol", 0);
    assertEquals(List.of(), sent());
  }

  @Test
  void whatWaitedTooLongOrIsTooMuchIsForgotten() {
    send("alice", 1);
    now += DataReceiver.HOLD + 1;
    UserPacket large =
        UserPacket.newBuilder().setPayload(ByteString.copyFrom(new byte[60_000])).build();
    for (int i = 2; i < 40; i++) {
      send("alice", packet(i).setUser(large).build(), DataChannelLabel.RELIABLE, 10);
    }
    sent();
    reach("carol", 0);
    List<String> waited = sent();
    assertEquals(DataReceiver.MAX_HELD / 60_050, waited.size());
    assertEquals("0 carol 39", waited.getLast());
  }

  private void replay(String name, Map<String, Integer> seen) {
    relay.on(new DataOrder.Replay(sid(name), seen));
  }

  @Test
  void whatWentToALostChannelAndDidNotArriveComesAgainBeforeWhatWaits() {
    for (int i = 1; i <= 4; i++) {
      send("alice", i);
    }
    send("alice", packet(5).addDestinationIdentities("carol").build(), "_reliable", 10);
    send("alice", 0);
    reach("bob", 0, DataChannelLabel.LOSSY);
    send("alice", 6);
    sent();
    replay("bob", Map.of(sid("alice"), 2));
    assertEquals(List.of(), sent());
    reach("bob", 1);
    assertEquals(List.of("1 bob 3", "1 bob 4", "1 bob 6"), sent());
    replay("bob", Map.of(sid("alice"), 2));
    assertEquals(List.of(), sent());
  }

  @Test
  void nothingComesAgainThatIsStillOnItsWay() {
    send("alice", 1);
    send("alice", 2);
    sent();
    replay("bob", Map.of(sid("alice"), 1));
    reach("bob", 0);
    replay("bob", Map.of(sid("alice"), 1));
    assertEquals(List.of(), sent());
  }

  @Test
  void anotherTransportIsAnotherChannelAndOfUnknownSendersAllIsMissing() {
    send("alice", 1);
    send("bob", 1);
    reach("carol", 0);
    send("alice", 2);
    send("bob", 2);
    sent();
    relay.on(
        new DataOrder.Reach(
            sid("carol"),
            new MediaPlacement(node.getRef(), 1, List.of(Samples.CANDIDATE), Samples.FINGERPRINT),
            "another",
            BOTH));
    replay("carol", Map.of(sid("alice"), 2));
    assertEquals(
        List.of("1", "2"),
        node.getAllReceived().stream()
            .map(DataRelayTest::order)
            .map(each -> String.valueOf(number(each.message())))
            .toList());
  }

  @Test
  void whatIsTooOldOrTooMuchDoesNotComeAgain() {
    send("alice", 1);
    now += ReplayLog.MAX_AGE + 1;
    UserPacket large =
        UserPacket.newBuilder().setPayload(ByteString.copyFrom(new byte[60_000])).build();
    for (int i = 2; i < 40; i++) {
      send("alice", packet(i).setUser(large).build(), DataChannelLabel.RELIABLE, 10);
    }
    reach("bob", 0, DataChannelLabel.LOSSY);
    reach("bob", 0);
    sent();
    replay("bob", Map.of(sid("alice"), 0));
    List<String> again = sent();
    assertEquals(ReplayLog.MAX_BYTES / 60_050, again.size());
    assertEquals("0 bob 39", again.getLast());
    for (int i = 40; i < 41 + ReplayLog.MAX_PACKETS; i++) {
      send("alice", i);
    }
    reach("bob", 0, DataChannelLabel.LOSSY);
    reach("bob", 0);
    sent();
    replay("bob", Map.of(sid("alice"), 0));
    assertEquals(ReplayLog.MAX_PACKETS, sent().size());
  }

  @Test
  void aSenderGetsBackWhatWasPassedOn() {
    send("alice", packet(1).build(), DataChannelLabel.RELIABLE, 60_000);
    assertEquals(List.of(), members.get("alice").getAllReceived());
    send("alice", packet(2).build(), DataChannelLabel.RELIABLE, 60_000);
    workersTakeAll();
    assertEquals(
        List.of(new Participant.DataTaken(sid("alice"), 120_000)),
        members.get("alice").getAllReceived());
  }

  @Test
  void aSenderWaitsForWorkersThatAreBusy() {
    reach("carol", 1);
    for (int i = 1; i <= 4; i++) {
      send("alice", packet(i).build(), DataChannelLabel.RELIABLE, 60_000);
    }
    List<String> tickets = tickets();
    assertEquals(4, tickets.size()); // two parts to two workers
    assertTrue(relay.delivered(tickets.get(0)));
    assertTrue(relay.delivered(tickets.get(2)));
    assertTrue(relay.delivered("back 99"));
    assertFalse(relay.delivered("send 1"));
    assertEquals(List.of(), members.get("alice").getAllReceived());
    assertTrue(relay.delivered(tickets.get(1)));
    assertEquals(
        List.of(new Participant.DataTaken(sid("alice"), 120_000)),
        members.get("alice").getAllReceived());
    relay.left(sid("carol")); // perhaps its node is gone and never answers
    assertEquals(
        List.of(new Participant.DataTaken(sid("alice"), 120_000)),
        members.get("alice").getAllReceived());
  }

  @Test
  void onlyReliableDataWaitsForABusyWorker() {
    send("alice", packet(1).build(), DataChannelLabel.RELIABLE, 10);
    send("alice", packet(2).build(), DataChannelLabel.LOSSY, 10);
    assertEquals(
        List.of(MediaNode.Pass.class, MediaNode.Submit.class),
        node.getAllReceived().stream().map(Object::getClass).toList());
    send("alice", packet(3).build(), DataChannelLabel.LOSSY, 100_000);
    assertFalse(((MediaNode.Deliver) node.receiveMessage()).reliable());
  }

  @Test
  void aSenderWaitsForAReaderThatFellBehind() {
    relay.on(new DataOrder.Congested(sid("bob"), true));
    for (int i = 0; i < 5; i++) {
      send("alice", packet(i).build(), DataChannelLabel.RELIABLE, 60_000);
    }
    assertEquals(List.of(), members.get("alice").getAllReceived());
    send("alice", packet(5).build(), DataChannelLabel.LOSSY, 100_000);
    workersTakeAll();
    assertEquals(1, members.get("alice").getAllReceived().size());
    relay.on(new DataOrder.Congested(sid("bob"), false));
    assertEquals(
        List.of(new Participant.DataTaken(sid("alice"), 300_000)),
        members.get("alice").getAllReceived());
  }

  @Test
  void nobodyWaitsForAReaderThatLeft() {
    relay.on(new DataOrder.Congested(sid("bob"), true));
    send("alice", packet(1).build(), DataChannelLabel.RELIABLE, 300_000);
    relay.left(sid("bob"));
    assertTrue(members.get("alice").hasMessages());
  }

  @Test
  void anApplicationsOwnChannelIsUsedWhereItIsOpen() {
    reach("bob", 0, DataChannelLabel.RELIABLE, "own");
    reach("carol", 0);
    DataMessage raw = new DataMessage("own", true, new byte[] {1});
    relay.on(new DataOrder.Relay(sid("alice"), packet(7).build(), "own", Optional.of(raw), 1));
    List<MediaCommand.SendData> orders =
        node.getAllReceived().stream().map(DataRelayTest::order).toList();
    assertEquals(List.of(transport("carol")), orders.get(0).transports());
    assertEquals(new MediaCommand.SendData(List.of(transport("bob")), raw), orders.get(1));
  }

  @Test
  void theRoomServiceSendsOnceForEachNonce() {
    UserPacket user = UserPacket.newBuilder().setNonce(ByteString.copyFrom(new byte[16])).build();
    for (DataPacket packet :
        List.of(
            packet(1).setUser(user).build(), packet(2).setUser(user).build(), packet(3).build())) {
      relay.send(packet, ordinary);
    }
    assertEquals(List.of("0 alice 1", "0 bob 1", "0 alice 3", "0 bob 3"), sent());
    relay.forget(user.getNonce());
    relay.send(packet(4).setUser(user).build(), ordinary);
    assertEquals(List.of("0 alice 4", "0 bob 4"), sent());
  }

  @Test
  void whatAMemberRepeatsAfterACrashIsPassedOnOnce() {
    for (int number : new int[] {1, 2, 1, 2, 3, 0, 0}) {
      send("alice", number);
    }
    send("bob", 1);
    assertEquals(
        List.of("0 bob 1", "0 bob 2", "0 bob 3", "0 bob 0", "0 bob 0", "0 alice 1"), sent());
    send("alice", packet(1).build(), DataChannelLabel.LOSSY, 10);
    assertEquals(List.of("0 bob 1"), sent());
    // The repeated packets count against the sender no longer than the others.
    send("alice", packet(1).build(), DataChannelLabel.RELIABLE, 100_000);
    assertTrue(members.get("alice").hasMessages());
    send("alice", -1); // the numbers have no sign
    send("alice", 4);
    assertEquals(List.of("0 bob -1"), sent());
  }
}
