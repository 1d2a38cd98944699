package akkord.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.participant.Participant;
import akkord.actors.room.Room;
import akkord.app.RunningServer;
import akkord.integration.Await;
import akkord.integration.Clients;
import akkord.integration.Flow;
import akkord.integration.Peer;
import akkord.media.DataMessage;
import akkord.media.transport.DataFrame;
import akkord.proto.DataBlob;
import akkord.proto.DataBlobKey;
import akkord.proto.DataPacket;
import akkord.proto.DataTrackInfo;
import akkord.proto.GetDataBlobRequest;
import akkord.proto.GetDataBlobResponse;
import akkord.proto.ParticipantInfo;
import akkord.proto.RpcRequest;
import akkord.proto.RpcResponse;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.StoreDataBlobRequest;
import akkord.proto.UserPacket;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls whose clients signal through another node than the one that carries their media. */
@Timeout(120)
class ClusterCallTest {
  private static final int MESSAGES = 200;
  private static final UserPacket LOAD =
      UserPacket.newBuilder().setPayload(ByteString.copyFrom(new byte[1000])).build();

  private static TestCluster cluster;
  private static Clients clients;

  @BeforeAll
  static void start() throws Exception {
    Map<String, Object> settings = new HashMap<>(TestCluster.PATIENT);
    settings.put("enable_participant_data_blob", true);
    cluster = TestCluster.of(2, settings);
    clients = new Clients();
  }

  @AfterAll
  static void stop() {
    clients.close();
    cluster.close();
  }

  @Test
  void nodesKnowEachOther() {
    assertEquals(List.of(cluster.node(1).clusterAddress()), cluster.node(0).others());
    assertEquals(List.of(cluster.node(0).clusterAddress()), cluster.node(1).others());
  }

  @Test
  void aRoomIsOneThroughEitherNode() throws Exception {
    for (int home = 0; home < 2; home++) {
      RunningServer near = cluster.node(home);
      RunningServer far = cluster.node(1 - home);
      String room = cluster.roomOn(near, clients);
      try (Peer alice = Peer.publisher(clients, "alice", 1000).join(far.url(), room);
          Peer bob = Peer.publisher(clients, "bob", 2000).join(near.url(), room)) {
        alice.awaitConnected();
        bob.awaitConnected();
        assertEquals(bob.server(), alice.server());
        assertNotEquals(
            TestCluster.id(far),
            alice.conversation().join().orElseThrow().getServerInfo().getNodeId());
        new Flow(alice.audio(), bob.reception(1000), "alice's audio").awaitMoving();
        new Flow(alice.video(), bob.reception(1001), "alice's video").awaitMoving();
        new Flow(bob.audio(), alice.reception(2000), "bob's audio").awaitMoving();
        new Flow(bob.video(), alice.reception(2001), "bob's video").awaitMoving();
        muteAndHearOf(alice, bob);
        alice.leave();
        Await.until(
            () -> bob.conversation().gone("alice").isPresent(), () -> "alice's leaving; " + bob);
      }
    }
  }

  @Test
  void actorsComeBackForConnectionsOnAnotherNode() throws Exception {
    RunningServer near = cluster.node(1);
    RunningServer far = cluster.node(0);
    String room = cluster.roomOn(near, clients);
    try (Peer alice = Peer.publisher(clients, "alice", 1000).join(far.url(), room);
        Peer bob = Peer.listener(clients, "bob").join(far.url(), room)) {
      Flow audio = new Flow(alice.audio(), bob.reception(1000), "alice's audio");
      audio.awaitMoving();
      audio.reception().report();
      far.entities().participant(room, "alice").tell(Participant.Stop.INSTANCE);
      far.entities().participant(room, "bob").tell(Participant.Stop.INSTANCE);
      far.entities().room(room).tell(Room.Stop.INSTANCE);
      audio.awaitMore(50);
      audio.assertUninterrupted();
      muteAndHearOf(alice, bob);
      audio.awaitMoving();
      assertTrue(alice.conversation().leave().isEmpty(), alice::toString);
      assertTrue(bob.conversation().leave().isEmpty(), bob::toString);
    }
  }

  @Test
  void dataStaysInOrderThroughEitherNode() throws Exception {
    RunningServer near = cluster.node(0);
    RunningServer far = cluster.node(1);
    String room = cluster.roomOn(near, clients);
    try (Peer alice = Peer.talker(clients, "alice").join(far.url(), room);
        Peer bob = Peer.talker(clients, "bob").join(near.url(), room);
        Peer carol = Peer.talker(clients, "carol").join(far.url(), room)) {
      for (Peer peer : List.of(alice, bob, carol)) {
        Await.until(peer::hasData, () -> "data channels; " + peer);
      }
      for (int i = 1; i <= MESSAGES; i++) {
        DataPacket packet = DataPacket.newBuilder().setSequence(i).setUser(LOAD).build();
        alice.send(packet.toByteArray());
        bob.send(packet.toByteArray());
      }
      hearsInOrder(alice, "bob");
      hearsInOrder(bob, "alice");
      hearsInOrder(carol, "alice", "bob");
    }
  }

  @Test
  void framesOfDataTracksReachWhoSignalsThroughEitherNode() throws Exception {
    RunningServer near = cluster.node(0);
    RunningServer far = cluster.node(1);
    String room = cluster.roomOn(near, clients);
    try (Peer alice = Peer.talker(clients, "alice").join(far.url(), room);
        Peer bob = Peer.talker(clients, "bob").join(near.url(), room);
        Peer carol = Peer.talker(clients, "carol").join(far.url(), room)) {
      for (Peer peer : List.of(alice, bob, carol)) {
        Await.until(peer::hasData, () -> "data channels; " + peer);
      }
      alice.publishData(77, "pose");
      for (Peer peer : List.of(bob, carol)) {
        Await.until(() -> dataTrack(peer).isPresent(), () -> "the announcement; " + peer);
        peer.subscribeData(dataTrack(peer).orElseThrow());
      }
      byte[] sent = HexFormat.of().parseHex("1800004d000200030a0b0c0dff");
      Await.until(
          () -> {
            alice.sendFrame(sent); // lossy: until enough of them have arrived
            return bob.messages().size() >= 5 && carol.messages().size() >= 5;
          },
          () -> "frames; " + bob + carol);
      byte[] expected = DataFrame.withHandle(sent, 0, sent.length, 1);
      assertEquals(new DataMessage("_data_track", false, expected), bob.messages().getFirst());
      assertEquals(new DataMessage("_data_track", false, expected), carol.messages().getFirst());
    }
  }

  @Test
  void methodsAnswerCallersOnTheOtherNode() throws Exception {
    RunningServer near = cluster.node(0);
    RunningServer far = cluster.node(1);
    String room = cluster.roomOn(near, clients);
    try (Peer alice = Peer.talker(clients, "alice").join(far.url(), room);
        Peer bob = Peer.talker(clients, "bob").join(near.url(), room);
        RpcCallee first = new RpcCallee(alice);
        RpcCallee second = new RpcCallee(bob)) {
      for (Peer peer : List.of(alice, bob)) {
        Await.until(peer::hasData, () -> "data channels; " + peer);
      }
      assertEquals(second.answerTo("hello"), call(alice, "bob"));
      assertEquals(first.answerTo("hello"), call(bob, "alice"));
    }
  }

  /** Calls a method of somebody else; the answer's payload. */
  private static String call(Peer caller, String callee) {
    String id = "to " + callee;
    DataPacket packet =
        DataPacket.newBuilder()
            .addDestinationIdentities(callee)
            .setRpcRequest(
                RpcRequest.newBuilder()
                    .setId(id)
                    .setMethod("greet")
                    .setPayload("hello")
                    .setResponseTimeoutMs(15_000)
                    .setVersion(1))
            .build();
    caller.send(packet.toByteArray());
    return Await.value(() -> response(caller, id), caller::toString).getPayload();
  }

  private static Optional<RpcResponse> response(Peer caller, String id) {
    return caller.messages().stream()
        .map(ClusterCallTest::packet)
        .filter(DataPacket::hasRpcResponse)
        .map(DataPacket::getRpcResponse)
        .filter(response -> response.getRequestId().equals(id))
        .findFirst();
  }

  private static DataPacket packet(DataMessage message) {
    try {
      return DataPacket.parseFrom(message.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void blobsStoredThroughOneNodeAreFetchedThroughTheOther() throws Exception {
    String room = cluster.roomOn(cluster.node(0), clients);
    DataBlob blob =
        DataBlob.newBuilder()
            .setKey(DataBlobKey.newBuilder().setGeneric("k"))
            .setContents(ByteString.copyFromUtf8("kept"))
            .build();
    try (Peer alice = Peer.listener(clients, "alice").join(cluster.node(1).url(), room);
        Peer bob = Peer.listener(clients, "bob").join(cluster.node(0).url(), room)) {
      alice.send(
          SignalRequest.newBuilder()
              .setStoreDataBlobRequest(
                  StoreDataBlobRequest.newBuilder().setRequestId(1).setBlob(blob)));
      Await.value(
          () -> alice.conversation().first(SignalResponse::hasStoreDataBlobResponse),
          alice::toString);
      bob.send(
          SignalRequest.newBuilder()
              .setGetDataBlobRequest(
                  GetDataBlobRequest.newBuilder()
                      .setRequestId(2)
                      .setParticipantIdentity("alice")
                      .setKey(blob.getKey())));
      GetDataBlobResponse got =
          Await.value(
                  () -> bob.conversation().first(SignalResponse::hasGetDataBlobResponse),
                  bob::toString)
              .getGetDataBlobResponse();
      assertEquals(2, got.getRequestId());
      assertEquals(blob, got.getBlob());
    }
  }

  private static Optional<String> dataTrack(Peer peer) {
    return peer.conversation().other("alice").stream()
        .flatMap(info -> info.getDataTracksList().stream())
        .map(DataTrackInfo::getSid)
        .findFirst();
  }

  private static void hearsInOrder(Peer peer, String... others) throws Exception {
    Await.until(
        () -> peer.messages().size() >= others.length * MESSAGES,
        () -> "everything; " + peer.messages().size() + " came; " + peer);
    Map<String, List<Integer>> heard = new HashMap<>();
    for (DataMessage message : peer.messages()) {
      DataPacket packet = DataPacket.parseFrom(message.bytes());
      heard
          .computeIfAbsent(packet.getParticipantIdentity(), unused -> new ArrayList<>())
          .add(packet.getSequence());
    }
    List<Integer> all = IntStream.rangeClosed(1, MESSAGES).boxed().toList();
    for (String other : others) {
      assertEquals(all, heard.remove(other));
    }
    assertEquals(Map.of(), heard);
  }

  /** Requests go there and updates come back in order, through the node in between. */
  private static void muteAndHearOf(Peer alice, Peer bob) {
    String track =
        Await.value(() -> bob.conversation().track("alice", false), bob::toString).getSid();
    for (boolean muted : new boolean[] {true, false}) {
      alice.mute(track, muted);
      Await.until(
          () ->
              bob
                  .conversation()
                  .other("alice")
                  .map(ParticipantInfo::getTracksList)
                  .orElse(List.of())
                  .stream()
                  .anyMatch(info -> info.getSid().equals(track) && info.getMuted() == muted),
          () -> "muted is " + muted + "; " + bob);
    }
  }
}
