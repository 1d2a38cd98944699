package akkord.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.app.client.ClientLoop;
import akkord.app.client.ClientTransport;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.DtlsEvent;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.LocalCertificate;
import akkord.media.net.Packet;
import akkord.media.rtp.RtpPacket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ICE, DTLS, SRTP and forwarding over real sockets: what a call needs below signalling. */
class RealCallTest {
  private static final RtpCodec VP8 = new RtpCodec(Codec.VP8, 96, "", 97, true, true, true);
  private static final long PUBLISHED = 1111;
  private static final long SUBSCRIBED = 2222;

  private final BlockingQueue<MediaEvent> events = new LinkedBlockingQueue<>();
  private final SecureRandom random = new SecureRandom();
  private final LocalCertificate certificate = LocalCertificate.generate(Instant.now(), random);
  private MediaPlane plane;
  private ClientLoop loop;

  @BeforeEach
  void start() throws Exception {
    plane = MediaPlane.start(MediaSettings.loopback(1), events::add, (worker, cause) -> {});
    loop = new ClientLoop("test-clients");
  }

  @AfterEach
  void stop() {
    loop.close();
    plane.close();
  }

  private static final class Peer implements ClientTransport.Listener {
    final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> rtp = new LinkedBlockingQueue<>();
    ClientTransport transport;

    @Override
    public void onConnected(long now) {
      happened.add("connected");
    }

    @Override
    public void onRtp(Packet packet, long now) {
      rtp.add(Arrays.copyOfRange(packet.bytes, packet.offset, packet.offset + packet.length));
    }

    @Override
    public void onRtcp(Packet packet, long now) {}

    @Override
    public void onFailed(String reason) {
      happened.add("failed: " + reason);
    }

    @Override
    public void onTick(long now) {}
  }

  private Peer connect(String name, Fingerprint announced) throws Exception {
    IceCredentials ours = new IceCredentials(name + "Ufrag", "password-of-the-server-" + name);
    IceCredentials theirs = new IceCredentials(name + "Peer", "password-of-the-client-" + name);
    plane.submit(0, new MediaCommand.OpenTransport(name, name, ours));
    plane.submit(0, new MediaCommand.SetRemote(name, theirs, announced, DtlsRole.SERVER));
    Candidate candidate = plane.workers().getFirst().candidates().getFirst();
    Peer peer = new Peer();
    peer.transport =
        new ClientTransport(
            loop, theirs, BouncyCastleHandshake.factory(certificate, random, 8), peer);
    peer.transport.start(
        new InetSocketAddress(InetAddress.ofLiteral(candidate.address()), candidate.port()),
        ours,
        plane.fingerprint());
    return peer;
  }

  @Test
  void aPublishedPacketReachesTheSubscriber() throws Exception {
    Peer alice = connect("alice", certificate.fingerprint());
    Peer bob = connect("bob", certificate.fingerprint());
    plane.submit(0, new MediaCommand.AddDownTrack("bob", subscribed()));
    plane.submit(0, new MediaCommand.AddUpTrack("alice", published()));
    assertEquals("connected", alice.happened.poll(20, TimeUnit.SECONDS));
    assertEquals("connected", bob.happened.poll(20, TimeUnit.SECONDS));
    assertEquals("AEAD_AES_128_GCM", connected("alice").srtpProfile());
    byte[] received = null;
    for (int i = 0; i < 200 && received == null; i++) {
      int sequence = i;
      loop.execute(() -> alice.transport.sendRtp(keyFrame(sequence)));
      received = bob.rtp.poll(100, TimeUnit.MILLISECONDS);
    }
    assertNotNull(received, "nothing arrived; " + plane.counters());
    Packet packet = new Packet();
    System.arraycopy(received, 0, packet.bytes, 0, received.length);
    packet.length = received.length;
    RtpPacket rtp = new RtpPacket();
    assertTrue(rtp.wrap(packet));
    assertEquals(SUBSCRIBED, rtp.ssrc());
    assertEquals(100, rtp.payloadType());
    assertEquals(2, plane.counters().get(MediaCounter.HANDSHAKES));
    assertEquals(2, plane.workers().getFirst().transports());
  }

  @Test
  void aPeerThatLeavesIsNoticed() throws Exception {
    Peer alice = connect("alice", certificate.fingerprint());
    assertEquals("connected", alice.happened.poll(20, TimeUnit.SECONDS));
    connected("alice");
    loop.execute(alice.transport::close);
    MediaEvent.TransportFailed failed = next(MediaEvent.TransportFailed.class);
    assertEquals(MediaEvent.TransportFailure.DTLS_CLOSED, failed.failure());
  }

  @Test
  void aPeerWithAnotherCertificateIsRefused() throws Exception {
    Fingerprint other = LocalCertificate.generate(Instant.now(), random).fingerprint();
    connect("mallory", other);
    MediaEvent.TransportFailed failed = next(MediaEvent.TransportFailed.class);
    assertEquals(MediaEvent.TransportFailure.FINGERPRINT_MISMATCH, failed.failure());
    assertEquals("mallory", failed.owner());
  }

  @Test
  void aLaterDescriptionMustAnnounceTheSameCertificate() throws Exception {
    Peer alice = connect("alice", certificate.fingerprint());
    assertEquals("connected", alice.happened.poll(20, TimeUnit.SECONDS));
    connected("alice");
    IceCredentials theirs = new IceCredentials("alicePeer", "password-of-the-client-alice");
    plane.submit(
        0, new MediaCommand.SetRemote("alice", theirs, certificate.fingerprint(), DtlsRole.SERVER));
    Fingerprint other = LocalCertificate.generate(Instant.now(), random).fingerprint();
    plane.submit(0, new MediaCommand.SetRemote("alice", theirs, other, DtlsRole.SERVER));
    MediaEvent.TransportFailed failed = next(MediaEvent.TransportFailed.class);
    assertEquals(MediaEvent.TransportFailure.FINGERPRINT_MISMATCH, failed.failure());
    assertTrue(failed.detail().contains(other.value()), failed.detail());
  }

  @Test
  void aPeerThatInsistsOnBeingServerGetsAClient() throws Exception {
    IceCredentials ours = new IceCredentials("usUfrag", "password-of-the-server-us");
    IceCredentials theirs = new IceCredentials("themUfrag", "password-of-the-client-them");
    BlockingQueue<DtlsEvent> handshake = new LinkedBlockingQueue<>();
    DtlsHandshake server =
        BouncyCastleHandshake.factory(certificate, random, 8)
            .start(DtlsRole.SERVER, handshake::add);
    plane.submit(0, new MediaCommand.OpenTransport("x", "x", ours));
    plane.submit(
        0, new MediaCommand.SetRemote("x", theirs, certificate.fingerprint(), DtlsRole.CLIENT));
    Candidate candidate = plane.workers().getFirst().candidates().getFirst();
    InetSocketAddress to =
        new InetSocketAddress(InetAddress.ofLiteral(candidate.address()), candidate.port());
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(100);
      Packet packet = new Packet();
      WorkerHarness.check(packet, ours, theirs, new byte[12]);
      socket.send(new DatagramPacket(packet.bytes, packet.length, to));
      boolean completed = false;
      for (int i = 0; i < 300 && !completed; i++) {
        completed = exchange(socket, to, server, handshake);
      }
      assertTrue(completed);
    }
    assertEquals("AEAD_AES_128_GCM", connected("x").srtpProfile());
  }

  /** Passes what has come in either direction; true once our end is complete. */
  private static boolean exchange(
      DatagramSocket socket,
      InetSocketAddress to,
      DtlsHandshake server,
      BlockingQueue<DtlsEvent> events)
      throws IOException {
    Packet packet = new Packet();
    DatagramPacket datagram = new DatagramPacket(packet.bytes, packet.bytes.length);
    try {
      socket.receive(datagram);
      packet.length = datagram.getLength();
      if (packet.bytes[0] >= 20) {
        server.offer(packet);
      }
    } catch (SocketTimeoutException e) {
      packet.length = 0;
    }
    boolean completed = false;
    for (DtlsEvent event = events.poll(); event != null; event = events.poll()) {
      if (event instanceof DtlsEvent.Outgoing outgoing) {
        socket.send(new DatagramPacket(outgoing.datagram(), outgoing.datagram().length, to));
      }
      completed |= event instanceof DtlsEvent.Completed;
    }
    return completed;
  }

  private MediaEvent.TransportConnected connected(String transport) throws Exception {
    MediaEvent.TransportConnected event = next(MediaEvent.TransportConnected.class);
    return event.transport().equals(transport) ? event : connected(transport);
  }

  private <T extends MediaEvent> T next(Class<T> type) throws InterruptedException {
    while (true) {
      MediaEvent event = events.poll(20, TimeUnit.SECONDS);
      assertNotNull(event, "no " + type.getSimpleName() + " within 20 s");
      if (type.isInstance(event)) {
        return type.cast(event);
      }
    }
  }

  private static UpTrackSpec published() {
    return new UpTrackSpec(
        "TR_1",
        "room",
        Kind.VIDEO,
        "0",
        List.of(VP8),
        Map.of(HeaderExtension.MID, 4),
        List.of(new UpTrackSpec.Stream("", 0, PUBLISHED, 0)),
        false);
  }

  private static DownTrackSpec subscribed() {
    return new DownTrackSpec(
        "TR_1",
        Kind.VIDEO,
        "3",
        new RtpCodec(Codec.VP8, 100, "", 101, true, true, true),
        Map.of(HeaderExtension.MID, 9, HeaderExtension.TRANSPORT_CC, 5),
        SUBSCRIBED,
        SUBSCRIBED + 1,
        "cname",
        DownTrackSettings.ALL);
  }

  private static Packet keyFrame(int sequence) {
    Packet packet = new Packet();
    ByteBuffer bytes = ByteBuffer.wrap(packet.bytes);
    bytes.put((byte) 0x80).put((byte) (0x80 | 96)).putShort((short) sequence);
    bytes.putInt(3000 * sequence).putInt((int) PUBLISHED);
    bytes.put((byte) 0x10).put(new byte[] {0, 0, 0, (byte) 0x9D, 1, 0x2A, 0, 1, 0, 1});
    packet.length = bytes.position() + 100;
    return packet;
  }
}
