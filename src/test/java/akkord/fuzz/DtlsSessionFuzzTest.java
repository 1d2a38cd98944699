package akkord.fuzz;

import akkord.media.DtlsRole;
import akkord.media.QuietOutput;
import akkord.media.dtls.BouncyCastleHandshake;
import akkord.media.dtls.DtlsEvent;
import akkord.media.dtls.DtlsHandshake;
import akkord.media.dtls.DtlsSession;
import akkord.media.dtls.LocalCertificate;
import akkord.media.net.Packet;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;

/** Whatever comes from somebody without the keys is neither believed nor ends the session. */
class DtlsSessionFuzzTest {
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
  private static final QuietOutput OUT = new QuietOutput() {};
  private static DtlsSession session;

  @BeforeAll
  static void connect() {
    SecureRandom random = new SecureRandom();
    LocalCertificate certificate = LocalCertificate.generate(Instant.now(), random);
    DtlsHandshake.Factory factory = BouncyCastleHandshake.factory(certificate, random, 2);
    CompletableFuture<DtlsHandshake> server = new CompletableFuture<>();
    CompletableFuture<DtlsSession> completed = new CompletableFuture<>();
    DtlsHandshake client =
        factory.start(DtlsRole.CLIENT, event -> take(event, server, new CompletableFuture<>()));
    CompletableFuture<DtlsHandshake> known = CompletableFuture.completedFuture(client);
    server.complete(factory.start(DtlsRole.SERVER, event -> take(event, known, completed)));
    session = completed.join();
  }

  private static void take(
      DtlsEvent event, CompletableFuture<DtlsHandshake> to, CompletableFuture<DtlsSession> end) {
    switch (event) {
      case DtlsEvent.Outgoing outgoing -> to.join().offer(packet(outgoing.datagram(), 0));
      case DtlsEvent.Completed done -> end.complete(done.session());
      case DtlsEvent.Failed failed -> end.completeExceptionally(new Exception(failed.detail()));
    }
  }

  private static Packet packet(byte[] bytes, int from) {
    Packet packet = new Packet();
    packet.length = Math.min(bytes.length - from, packet.bytes.length);
    System.arraycopy(bytes, from, packet.bytes, 0, packet.length);
    return packet;
  }

  @FuzzTest(maxDuration = "20s")
  void datagrams(byte[] data) {
    hear(packet(data, 0));
    hear(record(data));
    if (session.closed()) {
      throw new AssertionError("a stranger ended the session");
    }
  }

  /** The bytes as one record of the session's epoch, so that they get past the first look. */
  private static Packet record(byte[] data) {
    Packet packet = packet(data, 0);
    int content = Math.min(packet.length, 1400);
    System.arraycopy(data, 0, packet.bytes, 13, content);
    packet.bytes[0] = (byte) (20 + (content == 0 ? 0 : Math.floorMod(data[0], 5)));
    packet.bytes[1] = (byte) 0xFE;
    packet.bytes[2] = (byte) 0xFD;
    packet.bytes[3] = 0;
    packet.bytes[4] = 1;
    packet.bytes[11] = (byte) (content >> 8);
    packet.bytes[12] = (byte) content;
    packet.length = 13 + content;
    return packet;
  }

  private static void hear(Packet packet) {
    session.onDatagram(
        packet,
        PEER,
        (bytes, offset, length, now, out) -> {
          throw new AssertionError("a stranger was believed");
        },
        0,
        OUT);
  }
}
