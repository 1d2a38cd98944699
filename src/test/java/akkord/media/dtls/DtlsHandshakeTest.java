package akkord.media.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DropReason;
import akkord.media.DtlsRole;
import akkord.media.Fingerprint;
import akkord.media.net.Packet;
import akkord.media.srtp.SrtpContext;
import akkord.media.srtp.SrtpKeys;
import akkord.media.srtp.SrtpProfile;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole handshakes in memory, in real time, between our client and our server. */
class DtlsHandshakeTest {
  private static final int SECONDS = 10;
  private static final List<Integer> CHROMIUM = List.of(0x0001, 0x0008, 0x0007);

  @BeforeAll
  static void warmUp() {
    BouncyCastleHandshake.warmUp(DtlsLink.factory(DtlsLink.SERVER_CERTIFICATE));
  }

  private static void assertConnected(DtlsLink link) {
    assertConnected(link, DtlsLink.CLIENT_CERTIFICATE.fingerprint());
  }

  private static void assertConnected(DtlsLink link, Fingerprint client) {
    assertInstanceOf(DtlsEvent.Completed.class, link.serverEnd, () -> "server " + link.serverEnd);
    assertInstanceOf(DtlsEvent.Completed.class, link.clientEnd, () -> "client " + link.clientEnd);
    assertTrue(link.serverCompleted().peer().matches(client));
    assertTrue(link.clientCompleted().peer().matches(DtlsLink.SERVER_CERTIFICATE.fingerprint()));
    assertUnderstands(link.serverCompleted().keys(), link.clientCompleted().keys());
    assertUnderstands(link.clientCompleted().keys(), link.serverCompleted().keys());
  }

  private static void assertUnderstands(SrtpKeys sender, SrtpKeys receiver) {
    byte[] rtp = new byte[40];
    rtp[0] = (byte) 0x80;
    rtp[1] = 111;
    Packet packet = DtlsLink.packet(rtp);
    assertNull(SrtpContext.of(sender).protectRtp(packet));
    assertNull(SrtpContext.of(receiver).unprotectRtp(packet));
    byte[] read = Arrays.copyOfRange(packet.bytes, packet.offset, packet.offset + packet.length);
    assertArrayEquals(rtp, read);
  }

  private static int records(byte[] datagram) {
    int count = 0;
    for (int at = 0; at < datagram.length; count++) {
      at += 13 + ((datagram[at + 11] & 0xFF) << 8 | (datagram[at + 12] & 0xFF));
    }
    return count;
  }

  @Test
  void bothRolesFinishWithMirroredKeysAndEachFlightIsOneDatagram() throws Exception {
    List<String> flights = new ArrayList<>();
    DtlsLink link =
        new DtlsLink(
                (from, index, datagram) -> {
                  flights.add(from + " " + records(datagram));
                  assertTrue(datagram.length <= RecordPipe.MTU);
                  return List.of(datagram);
                })
            .run(SECONDS);

    assertConnected(link);
    assertEquals(SrtpProfile.AEAD_AES_128_GCM, link.serverCompleted().keys().profile());
    assertTrue(flights.contains("SERVER 5"), "ServerHello to ServerHelloDone: " + flights);
    assertTrue(flights.contains("CLIENT 5"), "Certificate to Finished: " + flights);
    assertTrue(flights.contains("SERVER 2"), "ChangeCipherSpec, Finished: " + flights);
  }

  @ParameterizedTest
  @CsvSource({"CLIENT, 0", "CLIENT, 1", "SERVER, 0", "SERVER, 1"})
  void survivesTheLossOfAnyDatagram(DtlsRole loser, int lost) throws Exception {
    DtlsLink.Network network =
        (from, index, datagram) -> from == loser && index == lost ? List.of() : List.of(datagram);
    assertConnected(new DtlsLink(network).run(SECONDS));
  }

  @Test
  void survivesDuplicates() throws Exception {
    DtlsLink.Network twice = (from, index, datagram) -> List.of(datagram, datagram, datagram);
    assertConnected(new DtlsLink(twice).run(SECONDS));
  }

  @Test
  void reassemblesFragmentsInAnyOrder() throws Exception {
    List<byte[]> held = new ArrayList<>();
    DtlsLink.Network swapped =
        (from, index, datagram) -> {
          if (from == DtlsRole.SERVER) {
            return List.of(datagram);
          }
          held.add(0, datagram);
          List<byte[]> both = List.copyOf(held);
          if (both.size() == 2) {
            held.clear();
            return both;
          }
          return List.of();
        };
    CustomClient.Habits small = new CustomClient.Habits(200, CHROMIUM, 0, true);
    assertConnected(new DtlsLink(swapped, CustomClient.with(small)).run(SECONDS));
  }

  @Test
  void takesAClientHelloOfPostQuantumSizeInTwoDatagrams() throws Exception {
    List<Integer> sizes = new ArrayList<>();
    DtlsLink.Network measuring =
        (from, index, datagram) -> {
          if (from == DtlsRole.CLIENT && index < 2) {
            sizes.add(datagram.length);
          }
          return List.of(datagram);
        };
    CustomClient.Habits large = new CustomClient.Habits(1200, CHROMIUM, 1240, true);
    DtlsLink link = new DtlsLink(measuring, CustomClient.with(large)).run(SECONDS);
    assertConnected(link);
    assertEquals(1200, sizes.get(0));
    assertTrue(sizes.get(1) > 200, "the hello's second part: " + sizes);
  }

  static Stream<Arguments> profiles() {
    return Stream.of(
        Arguments.of(CHROMIUM, SrtpProfile.AEAD_AES_128_GCM),
        Arguments.of(List.of(0x0001), SrtpProfile.AES128_CM_HMAC_SHA1_80),
        Arguments.of(List.of(0x0007, 0x0001), SrtpProfile.AEAD_AES_128_GCM));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void choosesTheProfileItPrefers(List<Integer> offered, SrtpProfile chosen) throws Exception {
    CustomClient.Habits habits = new CustomClient.Habits(1200, offered, 0, true);
    DtlsLink link = new DtlsLink(DtlsLink.PERFECT, CustomClient.with(habits)).run(SECONDS);
    assertConnected(link);
    assertEquals(chosen, link.serverCompleted().keys().profile());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(new CustomClient.Habits(1200, List.of(), 0, true), "no use_srtp"),
        Arguments.of(new CustomClient.Habits(1200, List.of(8), 0, true), "no SRTP profile"),
        Arguments.of(new CustomClient.Habits(1200, CHROMIUM, 0, false), "no certificate"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void saysWhyItRefuses(CustomClient.Habits habits, String why) throws Exception {
    DtlsLink link = new DtlsLink(DtlsLink.PERFECT, CustomClient.with(habits)).run(SECONDS);
    DtlsEvent.Failed failed = assertInstanceOf(DtlsEvent.Failed.class, link.serverEnd);
    assertTrue(failed.detail().contains(why), failed.detail());
    assertInstanceOf(DtlsEvent.Failed.class, link.clientEnd, "the peer is told by an alert");
  }

  @ParameterizedTest
  @ValueSource(ints = {2048, 4096})
  void takesAnRsaCertificate(int bits) throws Exception {
    CustomClient.Habits habits = new CustomClient.Habits(1200, CHROMIUM, 0, true);
    RsaCredentials rsa = RsaCredentials.honest(bits);
    DtlsLink link = new DtlsLink(DtlsLink.PERFECT, CustomClient.with(habits, rsa)).run(SECONDS);
    assertConnected(link, rsa.fingerprint());
  }

  static Stream<Arguments> proofless() throws Exception {
    return Stream.of(
        Arguments.of(RsaCredentials.stolen(), "decrypt_error"),
        Arguments.of(RsaCredentials.forged(16_384), "larger than RSA with 4096 bits"));
  }

  @ParameterizedTest
  @MethodSource("proofless")
  void refusesAnRsaCertificateThatProvesNothing(RsaCredentials rsa, String why) throws Exception {
    CustomClient.Habits habits = new CustomClient.Habits(1200, CHROMIUM, 0, true);
    DtlsLink link = new DtlsLink(DtlsLink.PERFECT, CustomClient.with(habits, rsa)).run(SECONDS);
    DtlsEvent.Failed failed = assertInstanceOf(DtlsEvent.Failed.class, link.serverEnd);
    assertTrue(failed.detail().contains(why), failed.detail());
  }

  @Test
  void garbageAroundTheHandshakeChangesNothing() throws Exception {
    Random random = new Random(7);
    DtlsLink.Network noisy =
        (from, index, datagram) -> {
          List<byte[]> carried = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            carried.add(garbage(random));
          }
          carried.add(datagram);
          carried.add(garbage(random));
          return carried;
        };
    assertConnected(new DtlsLink(noisy).run(SECONDS));
  }

  // Half of it looks like records: epochs, lengths and versions that BouncyCastle has to judge.
  private static byte[] garbage(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(300)];
    random.nextBytes(bytes);
    if (bytes.length > 13 && random.nextBoolean()) {
      bytes[0] = (byte) (22 + random.nextInt(2));
      bytes[1] = (byte) 0xFE;
      bytes[2] = (byte) 0xFD;
      bytes[4] = 1;
      bytes[3] = 0;
      bytes[11] = (byte) ((bytes.length - 13) >> 8);
      bytes[12] = (byte) (bytes.length - 13);
    }
    return bytes;
  }

  @Test
  void refusesWhatIsNoDtlsAndWhatDoesNotFit() throws Exception {
    DtlsLink link = new DtlsLink(DtlsLink.PERFECT).run(SECONDS);
    assertEquals(
        DropReason.DTLS_MALFORMED, link.server.offer(DtlsLink.packet(new byte[] {22, 1, 2})));
    // Repeated flights may lie there if the machine was slow.
    DtlsSession session = link.serverCompleted().session();
    session.resume(CapturedOutput.PEER, CapturedOutput.IGNORE, 0, new CapturedOutput());
    byte[] record = Arrays.copyOf(new byte[] {23, (byte) 0xFE, (byte) 0xFD, 0, 1}, 13 + 24);
    record[12] = 24;
    for (int i = 0; i < BouncyCastleHandshake.QUEUE_CAPACITY; i++) {
      assertNull(link.server.offer(DtlsLink.packet(record)));
    }
    assertEquals(DropReason.DTLS_OVERFLOW, link.server.offer(DtlsLink.packet(record)));
  }

  @Test
  void givesUpOnASilentPeer() throws Exception {
    BlockingQueue<DtlsEvent> events = new LinkedBlockingQueue<>();
    DtlsHandshake.Factory impatient =
        BouncyCastleHandshake.factory(DtlsLink.CLIENT_CERTIFICATE, new SecureRandom(), 1, 350);
    assertNotNull(impatient.start(DtlsRole.CLIENT, events::add));
    assertNull(impatient.start(DtlsRole.CLIENT, events::add), "one at a time is allowed");

    int flights = 0;
    DtlsEvent event = events.poll(SECONDS, TimeUnit.SECONDS);
    while (event instanceof DtlsEvent.Outgoing) {
      flights++;
      event = events.poll(SECONDS, TimeUnit.SECONDS);
    }
    assertEquals(new DtlsEvent.Failed("Handshake timed out"), event);
    assertTrue(flights >= 2, "the ClientHello and its repetition, then an alert");
    assertNotNull(impatient.start(DtlsRole.SERVER, events::add), "the place is free again");
  }

  @Test
  void aCancelledHandshakeIsSilent() throws Exception {
    BlockingQueue<DtlsEvent> events = new LinkedBlockingQueue<>();
    DtlsHandshake.Factory factory =
        BouncyCastleHandshake.factory(DtlsLink.SERVER_CERTIFICATE, new SecureRandom(), 1, 5000);
    factory.start(DtlsRole.SERVER, events::add).cancel();
    DtlsHandshake next = null;
    while (next == null) {
      next = factory.start(DtlsRole.SERVER, events::add);
      Thread.onSpinWait();
    }
    next.cancel();
    assertNull(events.poll());
  }
}
