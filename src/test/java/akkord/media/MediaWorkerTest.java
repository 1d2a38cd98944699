package akkord.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.dtls.DtlsEvent;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.net.InMemoryUdpSocket;
import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Orders and crash barriers, turn by turn. */
class MediaWorkerTest {
  private static final IceCredentials THEIRS =
      new IceCredentials("peer", "client-password-client-password");

  private final List<MediaEvent> events = new ArrayList<>();
  private final InMemoryUdpSocket socket =
      new InMemoryUdpSocket(packet -> {}) {
        @Override
        public void send(Packet packet, InetSocketAddress to) {
          if (to.equals(unlucky)) {
            throw new IllegalStateException("a bug of sending");
          }
          super.send(packet, to);
        }
      };
  private final WorkerHarness worker =
      new WorkerHarness(socket, this::startHandshake, this::onEvent, 0);
  private InetSocketAddress unlucky;
  private boolean buggy;
  private Consumer<DtlsEvent> mailbox;

  private DtlsHandshake startHandshake(DtlsRole role, Consumer<DtlsEvent> events) {
    mailbox = events;
    return new DtlsHandshake() {
      @Override
      public DropReason offer(Packet in) {
        return null;
      }

      @Override
      public void cancel() {}
    };
  }

  private void onEvent(MediaEvent event) {
    if (buggy && event instanceof MediaEvent.LayersChanged) {
      throw new IllegalStateException("a bug");
    }
    events.add(event);
  }

  private static InetSocketAddress address(String id) {
    return new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 1000 + id.hashCode() % 100);
  }

  private void connect(String id) {
    IceCredentials ours = new IceCredentials(id + "Ufrag", "server-password-server-password");
    worker.submit(new MediaCommand.OpenTransport(id, id, ours));
    worker.doWork(0);
    Packet check = new Packet();
    WorkerHarness.check(check, ours, THEIRS, new byte[12]);
    socket.deliver(check.bytes, 0, check.length, address(id));
    worker.doWork(0);
    worker.secure(id, SrtpContext.identity(), 0);
    worker.submit(new MediaCommand.AddUpTrack(id, opus(id)));
    worker.doWork(0);
  }

  private static UpTrackSpec opus(String id) {
    return new UpTrackSpec(
        "TR_" + id,
        "room",
        Kind.AUDIO,
        "0",
        List.of(new RtpCodec(Codec.OPUS, 111, "", -1, false, false, false)),
        Map.of(),
        List.of(new UpTrackSpec.Stream("", 0, 7, 0)),
        false);
  }

  private static UpTrackSpec vp8(String id) {
    return new UpTrackSpec(
        "TR_" + id,
        "room",
        Kind.VIDEO,
        "0",
        List.of(new RtpCodec(Codec.VP8, 111, "", -1, true, true, false)),
        Map.of(),
        List.of(new UpTrackSpec.Stream("", 0, 7, 0)),
        false);
  }

  private void speak(String id, int sequence) {
    byte[] rtp = new byte[60];
    ByteBuffer.wrap(rtp).put((byte) 0x80).put((byte) 111).putShort((short) sequence).putInt(8, 7);
    socket.deliver(rtp, 0, rtp.length, address(id));
  }

  @Test
  void anExceptionClosesItsTransportAndNoOther() {
    connect("alice");
    connect("bob");
    buggy = true;
    speak("alice", 1);
    worker.doWork(1);
    MediaEvent.TransportFailed failed = (MediaEvent.TransportFailed) events.getLast();
    assertEquals("alice", failed.transport());
    assertEquals(MediaEvent.TransportFailure.INTERNAL_ERROR, failed.failure());
    assertTrue(failed.detail().contains("a bug at akkord.media"), failed.detail());
    assertEquals(1, worker.counters().dropped(DropReason.INTERNAL_ERROR));
    assertEquals(1, worker.counters().get(MediaCounter.TRANSPORT_CRASHES));
    assertEquals(1, worker.counters().get(MediaCounter.TRANSPORTS));
    assertEquals(1, worker.addresses());
    buggy = false;
    speak("bob", 1);
    worker.doWork(2);
    assertEquals(1, worker.counters().get(MediaCounter.TRANSPORTS));
    assertEquals("TR_bob", ((MediaEvent.LayersChanged) events.getLast()).trackSid());
  }

  @Test
  void anExceptionOfASubscriberIsNotItsPublishersFault() {
    connect("alice");
    connect("bob");
    worker.submit(
        new MediaCommand.AddDownTrack(
            "bob",
            new DownTrackSpec(
                "TR_alice",
                Kind.AUDIO,
                "1",
                opus("alice").codecs().getFirst(),
                Map.of(),
                99,
                0,
                "cname",
                DownTrackSettings.ALL)));
    worker.doWork(1);
    unlucky = address("bob");
    speak("alice", 1);
    speak("alice", 2);
    worker.doWork(2);
    List<MediaEvent.TransportFailed> failed =
        events.stream()
            .filter(MediaEvent.TransportFailed.class::isInstance)
            .map(MediaEvent.TransportFailed.class::cast)
            .toList();
    assertEquals(
        List.of("bob"), failed.stream().map(MediaEvent.TransportFailed::transport).toList());
    assertTrue(failed.getFirst().detail().contains("a bug of sending"));
    assertEquals(1, worker.counters().get(MediaCounter.TRANSPORTS));
  }

  @Test
  void anExceptionOfAPublisherIsNotTheFaultOfWhoPreparesItsTrack() {
    connect("alice");
    connect("bob");
    worker.submit(new MediaCommand.AddUpTrack("alice", vp8("alice")));
    worker.doWork(1);
    speak("alice", 1);
    worker.doWork(2);
    unlucky = address("alice");
    worker.submit(new MediaCommand.PrepareUpTrack("TR_alice"));
    worker.submit(new MediaCommand.DescribeOwner("bob"));
    worker.doWork(3);
    assertTrue(events.stream().anyMatch(MediaEvent.OwnerSnapshot.class::isInstance));
    MediaEvent.TransportFailed failed = (MediaEvent.TransportFailed) events.getLast();
    assertEquals("alice", failed.transport());
    assertEquals(MediaEvent.TransportFailure.INTERNAL_ERROR, failed.failure());
    assertTrue(failed.detail().contains("a bug of sending at akkord.media"), failed.detail());
    assertEquals(1, worker.counters().get(MediaCounter.TRANSPORTS));
  }

  @Test
  void aTransportThatCannotBeOpenedIsNobodyElsesAffair() {
    connect("bob");
    worker.submit(new MediaCommand.OpenTransport("alice", "alice", new IceCredentials("abcd", "")));
    worker.doWork(1);
    MediaEvent.TransportFailed failed = (MediaEvent.TransportFailed) events.getLast();
    assertEquals("alice", failed.owner());
    assertEquals("alice", failed.transport());
    assertEquals(MediaEvent.TransportFailure.INTERNAL_ERROR, failed.failure());
    assertEquals(1, worker.counters().get(MediaCounter.TRANSPORT_CRASHES));
    assertEquals(1, worker.counters().get(MediaCounter.TRANSPORTS));
  }

  @Test
  void theEndOfAHandshakeIsNeverLost() {
    connect("alice");
    connect("bob");
    Consumer<DtlsEvent> bobs = handshake("bob");
    Consumer<DtlsEvent> alices = handshake("alice");
    for (int i = 0; i <= MediaWorker.COMMAND_CAPACITY; i++) {
      bobs.accept(new DtlsEvent.Failed("the letters are full of this"));
    }
    alices.accept(new DtlsEvent.Failed("a bad certificate"));
    worker.doWork(2);
    assertTrue(
        events.contains(
            new MediaEvent.TransportFailed(
                "alice", "alice", MediaEvent.TransportFailure.DTLS_FAILED, "a bad certificate")));
  }

  /** Lets a peer begin a handshake; what its thread would tell can be told from then on. */
  private Consumer<DtlsEvent> handshake(String id) {
    byte[] hello = new byte[60];
    hello[0] = 22;
    hello[13] = 1;
    socket.deliver(hello, 0, hello.length, address(id));
    worker.doWork(1);
    return mailbox;
  }

  @Test
  void aClosedTransportIsForgotten() {
    connect("alice");
    speak("alice", 1);
    worker.doWork(1);
    worker.submit(new MediaCommand.CloseTransport("alice"));
    worker.doWork(2);
    assertEquals(new MediaEvent.TransportClosed("alice", "alice"), events.getLast());
    speak("alice", 2);
    worker.doWork(3);
    assertEquals(1, worker.counters().dropped(DropReason.UNKNOWN_ADDRESS));
  }

  @Test
  void aDatagramThatFillsTheBufferMayHaveBeenCut() {
    connect("alice");
    socket.deliver(new byte[Packet.CAPACITY], 0, Packet.CAPACITY, address("alice"));
    worker.doWork(1);
    assertEquals(1, worker.counters().dropped(DropReason.TOO_LARGE));
  }

  @Test
  void whatAFullReceiveBufferLostIsCounted() {
    connect("alice");
    int lost = 0;
    while (lost < 3) {
      lost += socket.deliver(new byte[60], 0, 60, address("alice")) ? 0 : 1;
    }
    worker.doWork(MediaWorker.SOCKET_CHECK);
    assertEquals(3, worker.counters().dropped(DropReason.RECEIVE_BUFFER_FULL));
  }

  @Test
  void aSnapshotTellsEverythingAnActorNeeds() {
    connect("alice");
    worker.submit(new MediaCommand.SetUpTrackMuted("TR_alice", true));
    worker.submit(new MediaCommand.DescribeOwner("alice"));
    worker.submit(new MediaCommand.DescribeTrack("track", "TR_alice"));
    worker.submit(new MediaCommand.DescribeTrack("track", "TR_gone"));
    worker.doWork(1);
    MediaEvent.OwnerSnapshot owner = (MediaEvent.OwnerSnapshot) events.get(events.size() - 3);
    assertEquals(
        List.of(
            new MediaEvent.TransportSnapshot(
                "alice", true, List.of(opus("alice")), List.of(), List.of())),
        owner.transports());
    assertEquals(
        new MediaEvent.TrackSnapshot("track", "TR_alice", true, true, List.of()),
        events.get(events.size() - 2));
    assertEquals(
        new MediaEvent.TrackSnapshot("track", "TR_gone", false, false, List.of()),
        events.getLast());
  }

  @Test
  void aFullQueueRefuses() {
    for (int i = 0; i < MediaWorker.COMMAND_CAPACITY; i++) {
      worker.submit(new MediaCommand.CloseTransport("nobody"));
    }
    assertThrows(
        IllegalStateException.class,
        () -> worker.submit(new MediaCommand.CloseTransport("nobody")));
    for (int i = 0; i < MediaWorker.COMMAND_CAPACITY / MediaWorker.COMMANDS_PER_CYCLE; i++) {
      worker.doWork(i);
    }
    assertEquals(
        MediaWorker.COMMAND_CAPACITY, worker.counters().get(MediaCounter.COMMANDS_IGNORED));
    assertFalse(events.stream().anyMatch(MediaEvent.TransportClosed.class::isInstance));
  }
}
