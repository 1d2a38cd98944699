package akkord.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.app.RunningServer;
import akkord.app.client.Saboteur;
import akkord.media.DropReason;
import akkord.media.Fingerprint;
import akkord.media.dtls.LocalCertificate;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest;
import akkord.proto.ParticipantInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What strangers and members send to the media port is counted, and disturbs no call. */
class HostileMediaTest {
  private static final int TIMES = 50;
  private static final int PACKETS = 15;
  private static final long EVE = 5000;
  private static final long MALLORY_AUDIO = 1;
  private static final int UNKNOWN_SSRC = 7777;

  private static RunningServer server;
  private static Clients clients;
  private static Call call;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer(1);
    clients = new Clients();
    call = new Call(server, clients, "a peaceful room");
  }

  @AfterAll
  static void stop() {
    call.close();
    clients.close();
    server.close();
  }

  /** Counts drops from its creation on. */
  private static final class Drops {
    private final Map<DropReason, Long> before = new EnumMap<>(DropReason.class);

    Drops() {
      for (DropReason reason : DropReason.values()) {
        before.put(reason, Metrics.dropped(reason));
      }
    }

    void await(DropReason reason, int count) {
      Await.until(
          () -> since(reason) >= count,
          () -> count + " packets dropped as " + reason + ", not " + since(reason));
    }

    long since(DropReason reason) {
      return Metrics.dropped(reason) - before.get(reason);
    }
  }

  @Test
  void whoseCertificateIsNotTheAnnouncedOneIsTurnedAway() throws IOException {
    long failed = Metrics.count("akkord.media.handshakes.failed");
    Fingerprint other = LocalCertificate.generate(Instant.now(), new SecureRandom()).fingerprint();
    try (Peer mallory = Peer.impostor(clients, "mallory", other).join(server.url(), call.room())) {
      LeaveRequest leave =
          Await.value(() -> mallory.conversation().leave(), () -> "leave; " + mallory);
      ParticipantInfo gone =
          Await.value(() -> call.bob().conversation().gone("mallory"), () -> "news; " + call.bob());
      assertEquals(DisconnectReason.MEDIA_FAILURE, leave.getReason());
      assertEquals(LeaveRequest.Action.DISCONNECT, leave.getAction());
      assertEquals(DisconnectReason.MEDIA_FAILURE, gone.getDisconnectReason());
      Await.until(
          () -> Metrics.count("akkord.media.handshakes.failed") > failed,
          () -> "a failure counted");
    }
    assertEquals(0, call.bob().reception(MALLORY_AUDIO).packets());
    call.assertUninterrupted(PACKETS);
  }

  @Test
  void strangersGetNoAnswer() throws IOException {
    final Drops drops = new Drops();
    String ufrag = call.alice().serverIce().ufrag();
    String peer = call.alice().ice().ufrag();
    byte[] wrongPassword = Stranger.check(ufrag, peer, "not the password of this ufrag");
    byte[] unknown = Stranger.check("nobody", peer, call.alice().serverIce().password());
    byte[] damaged = Stranger.check(ufrag, peer, call.alice().serverIce().password());
    damaged[damaged.length - 1] ^= 1;
    byte[] truncated = new byte[] {0, 1, 0, 0, 0x21};
    byte[] rtp = new byte[100];
    rtp[0] = (byte) 0x80;
    try (Stranger stranger = new Stranger(call.alice().server())) {
      for (int i = 0; i < TIMES; i++) {
        stranger.send(wrongPassword);
        stranger.send(unknown);
        stranger.send(damaged);
        stranger.send(truncated);
        stranger.send(rtp);
        stranger.send(garbageRecord());
      }
      drops.await(DropReason.STUN_INTEGRITY, TIMES);
      drops.await(DropReason.STUN_UNKNOWN_UFRAG, TIMES);
      drops.await(DropReason.STUN_FINGERPRINT, TIMES);
      drops.await(DropReason.UNKNOWN_ADDRESS, 3 * TIMES);
      assertFalse(stranger.heardSomething());
    }
    call.assertUninterrupted(PACKETS);
  }

  @Test
  void aMemberWithKeysHarmsNobody() throws IOException {
    try (Peer eve = Peer.publisher(clients, "eve", EVE).join(server.url(), call.room())) {
      eve.awaitConnected();
      Flow audio = new Flow(eve.audio(), call.bob().reception(EVE), "eve's audio");
      audio.awaitMoving();
      audio.reception().report();
      final Drops drops = new Drops();
      String victim = call.alice().serverIce().ufrag();
      clients.loop.execute(
          () -> {
            Saboteur saboteur = new Saboteur(eve.transport());
            for (int i = 0; i < TIMES; i++) {
              attack(saboteur, i);
              saboteur.send(Stranger.check(victim, eve.ice().ufrag(), "a guess at a password"));
            }
          });
      drops.await(DropReason.UNKNOWN_PROTOCOL, TIMES);
      drops.await(DropReason.DTLS_MALFORMED, TIMES);
      drops.await(DropReason.SRTP_AUTHENTICATION, 2 * TIMES);
      drops.await(DropReason.SRTP_REPLAYED, 2 * TIMES);
      drops.await(DropReason.RTP_UNKNOWN_STREAM, TIMES);
      drops.await(DropReason.RTCP_MALFORMED, lyingReports().size() * TIMES);
      drops.await(DropReason.STUN_INTEGRITY, TIMES);
      assertEquals(0, drops.since(DropReason.INTERNAL_ERROR));
      // She damaged nothing but her own reputation: even her own call goes on.
      audio.awaitMoving();
      audio.assertUninterrupted();
      assertTrue(eve.conversation().leave().isEmpty(), eve::toString);
    }
    call.assertUninterrupted(PACKETS);
  }

  private static void attack(Saboteur saboteur, int round) {
    saboteur.send(new byte[] {(byte) 0xFF, 1, 2, 3});
    saboteur.send(garbageRecord());
    saboteur.send(forgedAlert(1, 26, round));
    saboteur.send(forgedAlert(0, 2, round));
    byte[] rtp = saboteur.protectRtp(unknownStream(round));
    saboteur.send(rtp);
    saboteur.send(rtp);
    saboteur.send(damaged(saboteur.protectRtp(unknownStream(TIMES + round))));
    byte[] report = saboteur.protectRtcp(receiverReport());
    saboteur.send(report);
    saboteur.send(report);
    saboteur.send(damaged(saboteur.protectRtcp(receiverReport())));
    for (byte[] lie : lyingReports()) {
      saboteur.send(saboteur.protectRtcp(lie));
    }
  }

  private static byte[] damaged(byte[] packet) {
    packet[packet.length / 2] ^= 1;
    return packet;
  }

  /** A record that claims to be longer than its datagram. */
  private static byte[] garbageRecord() {
    byte[] record = new byte[40];
    ByteBuffer.wrap(record).put(0, (byte) 23).putShort(1, (short) 0xFEFD).putShort(11, (short) 999);
    return record;
  }

  /** A well-formed alert by somebody without keys: close_notify in epoch 0, noise in epoch 1. */
  private static byte[] forgedAlert(int epoch, int length, int round) {
    byte[] record = new byte[13 + length];
    ByteBuffer.wrap(record)
        .put(0, (byte) 21)
        .putShort(1, (short) 0xFEFD)
        .putShort(3, (short) epoch)
        .putInt(7, 1000 + round)
        .putShort(11, (short) length)
        .put(13, (byte) 1);
    return record;
  }

  private static byte[] unknownStream(int sequence) {
    byte[] packet = new byte[60];
    ByteBuffer.wrap(packet)
        .put(0, (byte) 0x80)
        .put(1, (byte) 111)
        .putShort(2, (short) sequence)
        .putInt(8, UNKNOWN_SSRC);
    return packet;
  }

  private static byte[] receiverReport() {
    return rtcp(0x80, 201, 1, 8);
  }

  /** Lengths beyond the packet, reports that are not there, padding longer than the block. */
  private static List<byte[]> lyingReports() {
    List<byte[]> lies = new ArrayList<>();
    lies.add(rtcp(0x80, 201, 0xFFFF, 8));
    lies.add(rtcp(0x9F, 200, 6, 28));
    lies.add(rtcp(0x9F, 201, 1, 8));
    lies.add(rtcp(0x81, 205, 1, 8));
    byte[] padded = rtcp(0xA0, 201, 1, 8);
    padded[7] = (byte) 200;
    lies.add(padded);
    return lies;
  }

  private static byte[] rtcp(int first, int type, int words, int bytes) {
    byte[] packet = new byte[bytes];
    ByteBuffer.wrap(packet)
        .put(0, (byte) first)
        .put(1, (byte) type)
        .putShort(2, (short) words)
        .putInt(4, (int) EVE);
    return packet;
  }
}
