package akkord.actors.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akkord.actors.MediaPlacement;
import akkord.actors.Samples;
import akkord.actors.Transports;
import akkord.actors.node.DataDoor;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.Participant;
import akkord.app.client.ClientData;
import akkord.app.client.ClientLoop;
import akkord.app.client.ClientTransport;
import akkord.app.client.DataListener;
import akkord.integration.Await;
import akkord.media.Candidate;
import akkord.media.DataMessage;
import akkord.media.DtlsRole;
import akkord.media.IceCredentials;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.media.MediaSettings;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.proto.DataPacket;
import akkord.proto.UserPacket;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data of members whose transports sit on two workers: real sockets, a real node, the relay. */
@Timeout(120)
class DataOrderTest {
  private static final int MESSAGES = 300;
  private static final int SIZE = 1000;

  private final SecureRandom random = new SecureRandom();
  private final LocalCertificate certificate = LocalCertificate.generate(Instant.now(), random);
  private final DtlsHandshake.Factory handshakes =
      BouncyCastleHandshake.factory(certificate, random, 8);
  private final Roster roster = new Roster();
  private final Map<String, MediaPlacement> placements = new ConcurrentHashMap<>();
  private final Set<String> reachable = ConcurrentHashMap.newKeySet();
  private ActorTestKit kit;
  private ClientLoop loop;
  private MediaNode.Description node;
  private ActorRef<MediaNode.Notice> listener;
  private DataRelay relay;

  @BeforeEach
  void start() throws Exception {
    kit = ActorTestKit.create();
    loop = new ClientLoop("data-clients");
    TestProbe<MediaNode.Description> probe = kit.createTestProbe();
    kit.spawn(MediaNode.create("ND_1", MediaSettings.loopback(2)))
        .tell(new MediaNode.Describe("room", probe.ref()));
    node = probe.receiveMessage(Await.PATIENCE);
    listener =
        kit.spawn(
            Behaviors.receiveMessage(
                notice -> {
                  if (notice instanceof MediaNode.Happened(var event)) {
                    on(event);
                  } else if (notice instanceof MediaNode.Delivered(var ticket, var _)) {
                    assertTrue(relay.delivered(ticket));
                  }
                  return Behaviors.same();
                }));
    relay = new DataRelay(roster, DataDoor.of(kit.system()), listener, System::nanoTime);
  }

  @AfterEach
  void stop() {
    loop.close();
    kit.shutdownTestKit();
  }

  /** As participants do; one actor, so that the relay sees one message at a time. */
  private void on(MediaEvent event) throws InvalidProtocolBufferException {
    switch (event) {
      case MediaEvent.DataChannelOpened(var sid, var transport, var label) -> {
        relay.on(new DataOrder.Reach(sid, placements.get(sid), transport, List.of(label)));
        reachable.add(sid);
      }
      case MediaEvent.DataReceived(var sid, var _, var message) ->
          relay.on(
              new DataOrder.Relay(
                  sid,
                  DataPacket.parseFrom(message.bytes()),
                  message.label(),
                  Optional.empty(),
                  message.cost()));
      default -> {}
    }
  }

  private final class Member implements DataListener {
    final String sid;
    final Map<String, List<Integer>> received = new ConcurrentHashMap<>();
    final ClientTransport transport;
    final ClientData data;

    /** Connects to a worker. */
    Member(String name, int worker) throws Exception {
      sid = "PA_" + name;
      Candidate candidate = node.workers().get(worker).candidates().getFirst();
      IceCredentials ours = new IceCredentials(name + "Ufrag", "password-of-the-server-" + name);
      IceCredentials theirs = new IceCredentials(name + "Peer", "password-of-the-client-" + name);
      transport = new ClientTransport(loop, theirs, handshakes, this);
      data = new ClientData(transport, this::onMessage);
      placements.put(
          sid, new MediaPlacement(node.node(), worker, List.of(candidate), node.fingerprint()));
      roster.add(
          new Joiner(Samples.participant(sid, name), false, "", Optional.empty()),
          kit.<Participant.Command>createTestProbe().ref());
      String id = Transports.publisher(sid);
      node.node().tell(new MediaNode.Attach(sid, worker, listener));
      submit(worker, new MediaCommand.OpenTransport(id, sid, ours));
      submit(worker, remote(id, theirs));
      submit(worker, new MediaCommand.SetDataChannels(id, 5000, 1 << 16, List.of()));
      transport.start(
          new InetSocketAddress(InetAddress.ofLiteral(candidate.address()), candidate.port()),
          ours,
          node.fingerprint());
    }

    private MediaCommand remote(String id, IceCredentials theirs) {
      return new MediaCommand.SetRemote(id, theirs, certificate.fingerprint(), DtlsRole.SERVER);
    }

    private void submit(int worker, MediaCommand command) {
      node.node().tell(new MediaNode.Submit(worker, command));
    }

    boolean isReachable() {
      return reachable.contains(sid) && data.isOpen(DataChannelLabel.RELIABLE);
    }

    void send(int number) {
      DataPacket packet =
          DataPacket.newBuilder()
              .setParticipantSid(sid)
              .setSequence(number)
              .setUser(UserPacket.newBuilder().setPayload(ByteString.copyFrom(new byte[SIZE])))
              .build();
      if (!data.send(DataChannelLabel.RELIABLE, packet.toByteArray(), System.nanoTime())) {
        onFailed("message " + number + " was not sent");
      }
    }

    private void onMessage(DataMessage message) {
      try {
        DataPacket packet = DataPacket.parseFrom(message.bytes());
        received
            .computeIfAbsent(packet.getParticipantSid(), unused -> new CopyOnWriteArrayList<>())
            .add(packet.getSequence());
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public ClientData data() {
      return data;
    }

    @Override
    public void onFailed(String reason) {
      received.put(reason, List.of());
    }
  }

  @Test
  void whatTwoMembersSendArrivesInOrderOnEitherWorker() throws Exception {
    List<Member> members = new ArrayList<>();
    for (String name : List.of("alice", "bob", "carol", "dave")) {
      members.add(new Member(name, members.size() % 2));
    }
    assertNotEquals(
        node.workers().get(0).candidates().getFirst().port(),
        node.workers().get(1).candidates().getFirst().port());
    Await.until(
        () -> members.stream().allMatch(Member::isReachable),
        () -> "all can be reached: " + reachable);
    Member alice = members.get(0);
    Member bob = members.get(1);
    for (int i = 0; i < MESSAGES; i++) {
      int number = i + 1;
      loop.execute(() -> alice.send(number));
      loop.execute(() -> bob.send(number));
    }
    List<Integer> all = IntStream.rangeClosed(1, MESSAGES).boxed().toList();
    for (Member member : members) {
      Map<String, List<Integer>> expected = new HashMap<>(Map.of(alice.sid, all, bob.sid, all));
      expected.remove(member.sid);
      Await.until(
          () ->
              expected.keySet().stream()
                  .allMatch(
                      from -> member.received.getOrDefault(from, List.of()).size() >= MESSAGES),
          () -> member.sid + " gets everything; has " + member.received);
      assertEquals(expected, member.received);
    }
  }
}
