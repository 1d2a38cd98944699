package akkord.media.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DropReason;
import akkord.media.IceCredentials;
import akkord.media.MediaEvent;
import akkord.media.MediaEvent.TransportFailure;
import akkord.media.Output;
import akkord.media.net.Packet;
import akkord.peer.IceClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IceLiteTest {
  private static final long SECOND = 1_000_000_000L;
  // Clocks start anywhere: near the overflow, comparisons must still hold.
  private static final long START = Long.sum(Long.MAX_VALUE, -5 * SECOND);
  private static final IceCredentials OURS = new IceCredentials("ours", "our-password-of-22-chars");
  private static final IceCredentials NEW = new IceCredentials("newer", "new-password-of-22-chars");
  private static final IceCredentials THIRD =
      new IceCredentials("third", "3rd-password-of-22-chars");
  private static final InetSocketAddress ALICE = address("198.51.100.7", 40_000);
  private static final InetSocketAddress MOVED = address("2001:db8::7", 40_001);

  private final List<String> heard = new ArrayList<>();
  private boolean taken;
  private final Recorder out = new Recorder();
  private final IceLite ice = new IceLite(OURS, new Heard(), START);

  private final class Heard implements IceLite.Listener {
    @Override
    public boolean addressValidated(InetSocketAddress remote, long now) {
      if (taken) {
        return false;
      }
      // Said at every check: the first time is of interest.
      if (!heard.contains("+" + remote.getPort())) {
        heard.add("+" + remote.getPort());
      }
      return true;
    }

    @Override
    public void addressForgotten(InetSocketAddress remote) {
      heard.add("-" + remote.getPort());
    }

    @Override
    public void ufragRetired(String ufrag) {
      heard.add("-" + ufrag);
    }
  }

  private static final class Recorder implements Output {
    final List<Packet> sent = new ArrayList<>();
    final List<InetSocketAddress> targets = new ArrayList<>();
    final List<DropReason> drops = new ArrayList<>();

    @Override
    public Packet packet() {
      return new Packet();
    }

    @Override
    public void send(Packet packet, InetSocketAddress to) {
      sent.add(packet);
      targets.add(to);
    }

    @Override
    public void event(MediaEvent event) {
      throw new AssertionError("ICE has no events of its own");
    }

    @Override
    public void drop(DropReason reason) {
      drops.add(reason);
    }
  }

  private static InetSocketAddress address(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A check as a browser sends it, with {@code extra} attributes before the integrity. */
  private static Packet check(
      IceCredentials to, InetSocketAddress from, Consumer<StunWriter> extra) {
    Packet packet = new Packet();
    packet.remote = from;
    StunWriter writer = new StunWriter();
    writer.begin(packet, StunMessage.BINDING_REQUEST, new byte[12], 0);
    byte[] username = (to.ufrag() + ":them").getBytes(StandardCharsets.UTF_8);
    writer.attribute(StunAttribute.USERNAME, username, username.length);
    writer.attribute(0xC057, new byte[4], 4);
    extra.accept(writer);
    writer.integrity(new StunIntegrity(to.password()));
    writer.fingerprint();
    return packet;
  }

  private static Packet check(IceCredentials to, InetSocketAddress from) {
    return check(to, from, writer -> writer.number64(StunAttribute.ICE_CONTROLLING, 1));
  }

  private static Packet nominate(IceCredentials to, InetSocketAddress from) {
    return check(to, from, writer -> writer.flag(StunAttribute.USE_CANDIDATE));
  }

  private StunMessage lastAnswer(IceCredentials signedBy) {
    StunMessage answer = new StunMessage();
    Packet packet = out.sent.getLast();
    assertTrue(answer.parse(packet.bytes, packet.offset, packet.length));
    assertTrue(answer.fingerprintMatches());
    assertTrue(answer.integrityMatches(new StunIntegrity(signedBy.password())));
    return answer;
  }

  @Test
  void answersAndFollowsTheFirstCheckBeforeAnyNomination() {
    assertFalse(ice.connected());
    assertNull(ice.path());
    ice.onDatagram(check(OURS, ALICE), START, out);

    assertEquals(StunMessage.BINDING_SUCCESS, lastAnswer(OURS).type());
    assertEquals(ALICE, out.targets.getLast());
    assertTrue(ice.connected());
    assertEquals(ALICE, ice.path());
    assertEquals(List.of("+40000"), heard);
    assertEquals(List.of(), out.drops);
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.7", "2001:db8::7"})
  void tellsThePeerItsAddress(String host) throws Exception {
    InetSocketAddress from = address(host, 40_000);
    ice.onDatagram(check(OURS, from), START, out);
    Packet packet = out.sent.getLast();
    byte[] expected = from.getAddress().getAddress();
    // Header, then the attribute: type, length, family, port, address.
    assertEquals(StunAttribute.XOR_MAPPED_ADDRESS, StunMessage.uint16(packet.bytes, 20));
    assertEquals(4 + expected.length, StunMessage.uint16(packet.bytes, 22));
    assertEquals(expected.length == 4 ? 1 : 2, StunMessage.uint16(packet.bytes, 24));
    assertEquals(40_000, StunMessage.uint16(packet.bytes, 26) ^ 0x2112);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], (byte) (packet.bytes[28 + i] ^ packet.bytes[4 + i]));
    }
  }

  @Test
  void theLatestNominationWins() {
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    ice.onDatagram(check(OURS, MOVED), START, out);
    assertEquals(ALICE, ice.path(), "a mere check does not replace a nominated path");
    ice.onDatagram(nominate(OURS, MOVED), START, out);
    assertEquals(MOVED, ice.path());
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    assertEquals(ALICE, ice.path());
    assertEquals(List.of("+40000", "+40001"), heard);
  }

  static Stream<Arguments> badInputs() {
    IceCredentials wrongPassword = new IceCredentials("ours", "some-other-password-22");
    IceCredentials stranger = new IceCredentials("stranger", OURS.password());
    IceCredentials longer = new IceCredentials("ours2", OURS.password());
    return Stream.of(
        Arguments.of(DropReason.STUN_INTEGRITY, check(wrongPassword, ALICE)),
        Arguments.of(DropReason.STUN_INTEGRITY, written(true, false)),
        Arguments.of(DropReason.STUN_UNKNOWN_UFRAG, check(stranger, ALICE)),
        Arguments.of(DropReason.STUN_UNKNOWN_UFRAG, check(longer, ALICE)),
        Arguments.of(DropReason.STUN_MALFORMED, written(false, true)),
        Arguments.of(DropReason.STUN_FINGERPRINT, damaged(packet -> packet.length - 1)),
        Arguments.of(DropReason.STUN_FINGERPRINT, damaged(packet -> 21 + 4)),
        Arguments.of(DropReason.STUN_FINGERPRINT, withoutFingerprint()),
        Arguments.of(DropReason.STUN_MALFORMED, cut(4)),
        Arguments.of(DropReason.STUN_MALFORMED, cut(60)),
        Arguments.of(DropReason.STUN_MALFORMED, damaged(packet -> 23)),
        Arguments.of(DropReason.STUN_IGNORED, ofType(StunMessage.BINDING_INDICATION)),
        Arguments.of(DropReason.STUN_IGNORED, ofType(StunMessage.BINDING_SUCCESS)));
  }

  private static Packet written(boolean username, boolean integrity) {
    Packet packet = new Packet();
    packet.remote = ALICE;
    StunWriter writer = new StunWriter();
    writer.begin(packet, StunMessage.BINDING_REQUEST, new byte[12], 0);
    if (username) {
      writer.attribute(
          StunAttribute.USERNAME,
          "ours:them".getBytes(StandardCharsets.UTF_8),
          "ours:them".length());
    }
    if (integrity) {
      writer.integrity(new StunIntegrity(OURS.password()));
    }
    writer.fingerprint();
    return packet;
  }

  private static Packet damaged(java.util.function.ToIntFunction<Packet> where) {
    Packet packet = check(OURS, ALICE);
    packet.bytes[where.applyAsInt(packet)] ^= 0x40;
    return packet;
  }

  private static Packet withoutFingerprint() {
    Packet packet = check(OURS, ALICE);
    packet.length -= 8;
    packet.bytes[3] = (byte) (packet.bytes[3] - 8);
    return packet;
  }

  private static Packet cut(int bytes) {
    Packet packet = check(OURS, ALICE);
    packet.length -= bytes;
    return packet;
  }

  private static Packet ofType(int type) {
    Packet packet = new Packet();
    packet.remote = ALICE;
    StunWriter writer = new StunWriter();
    writer.begin(packet, type, new byte[12], 0);
    writer.integrity(new StunIntegrity(OURS.password()));
    writer.fingerprint();
    return packet;
  }

  @ParameterizedTest
  @MethodSource("badInputs")
  void dropsBadInputAndRemembersNothing(DropReason reason, Packet in) {
    ice.onDatagram(in, START, out);
    assertEquals(List.of(reason), out.drops);
    assertEquals(List.of(), out.sent);
    assertEquals(List.of(), heard);
    assertFalse(ice.connected());
    assertEquals(TransportFailure.ICE_TIMEOUT, ice.failure(START + 30 * SECOND));
  }

  @Test
  void refusesAttributesItMustUnderstandWith420() {
    ice.onDatagram(
        check(OURS, ALICE, writer -> writer.attribute(0x7001, new byte[3], 3)), START, out);
    assertEquals(StunMessage.BINDING_ERROR, lastAnswer(OURS).type());
    Packet packet = out.sent.getLast();
    assertEquals(4 << 8 | 20, StunMessage.int32(packet.bytes, 24));
    assertEquals(StunAttribute.UNKNOWN_ATTRIBUTES, StunMessage.uint16(packet.bytes, 28));
    assertEquals(0x7001, StunMessage.uint16(packet.bytes, 32));
    assertEquals(List.of(), heard);
  }

  @Test
  void refusesAControlledPeerWith487() {
    Packet in = check(OURS, ALICE, writer -> writer.number64(StunAttribute.ICE_CONTROLLED, 1));
    ice.onDatagram(in, START, out);
    assertEquals(StunMessage.BINDING_ERROR, lastAnswer(OURS).type());
    assertEquals(4 << 8 | 87, StunMessage.int32(out.sent.getLast().bytes, 24));
    assertFalse(ice.connected());
  }

  @Test
  void remembersFewAddressesAndNeverForgetsThePath() {
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    for (int i = 0; i < 1000; i++) {
      ice.onDatagram(check(OURS, address("203.0.113.1", 1000 + i)), START + 1 + i, out);
    }
    long kept =
        heard.stream().filter(line -> line.startsWith("+")).count()
            - heard.stream().filter(line -> line.startsWith("-")).count();
    assertEquals(IceLite.MAX_REMOTES, kept);
    String first = heard.stream().filter(line -> line.startsWith("-")).findFirst().orElseThrow();
    assertEquals("-1000", first, "the longest silent one went first");
    assertFalse(heard.contains("-40000"));
    assertEquals(ALICE, ice.path());
  }

  @Test
  void aRestartAnswersBothUntilTheNewIsNominated() {
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    ice.restart(NEW, START);
    ice.restart(NEW, START);
    ice.onDatagram(check(OURS, ALICE), START, out);
    lastAnswer(OURS);
    ice.onDatagram(check(NEW, MOVED), START, out);
    lastAnswer(NEW);
    assertEquals(ALICE, ice.path(), "media keeps its path meanwhile");
    ice.onDatagram(nominate(NEW, MOVED), START, out);
    assertEquals(MOVED, ice.path());
    assertEquals(List.of("+40000", "+40001", "-ours"), heard);
    ice.onDatagram(check(OURS, ALICE), START, out);
    assertEquals(List.of(DropReason.STUN_UNKNOWN_UFRAG), out.drops);
  }

  @Test
  void aSecondRestartKeepsTheCredentialsInUse() {
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    ice.restart(NEW, START);
    ice.restart(THIRD, START);
    assertEquals(List.of("+40000", "-newer"), heard);
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    lastAnswer(OURS);
    ice.onDatagram(nominate(THIRD, ALICE), START, out);
    assertEquals(List.of("+40000", "-newer", "-ours"), heard);
  }

  @Test
  void anOldOrderRepeatedLeavesThePeerReachable() {
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    ice.restart(NEW, START);
    ice.restart(OURS, START);
    assertEquals(List.of("+40000"), heard, "nothing is retired");
    ice.onDatagram(check(OURS, ALICE), START, out);
    lastAnswer(OURS);
    ice.onDatagram(nominate(NEW, ALICE), START, out);
    lastAnswer(NEW);
  }

  @Test
  void anAddressIsHeldByMediaAndNotByChecksAlone() {
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    assertFalse(ice.holds(ALICE, START), "a check may be forged");
    ice.proved(MOVED, START);
    assertFalse(ice.holds(MOVED, START), "nobody checked from there");

    ice.proved(ALICE, START);
    assertTrue(ice.holds(ALICE, START + 5 * SECOND - 1));
    assertFalse(ice.holds(ALICE, START + 5 * SECOND));
    ice.onDatagram(check(OURS, ALICE), START + 6 * SECOND, out);
    assertTrue(ice.holds(ALICE, START + 7 * SECOND), "still there, though it says nothing");
    ice.onDatagram(nominate(OURS, MOVED), START + 8 * SECOND, out);
    ice.proved(MOVED, START + 9 * SECOND);
    assertFalse(ice.holds(ALICE, START + 11 * SECOND), "it has moved");
    assertTrue(ice.holds(MOVED, START + 11 * SECOND));
  }

  @Test
  void aCheckFromAnothersAddressIsNotAnswered() {
    taken = true;
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    assertEquals(List.of(DropReason.STUN_ADDRESS_TAKEN), out.drops);
    assertEquals(List.of(), out.sent);
    assertNull(ice.path(), "its media must not go there");
    taken = false;
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    assertEquals(ALICE, ice.path());
  }

  @Test
  void failsWithoutAFirstCheckAndAfterSilence() {
    assertEquals(START + 30 * SECOND, ice.nextDeadline());
    assertNull(ice.failure(START + 30 * SECOND - 1));
    assertEquals(TransportFailure.ICE_TIMEOUT, ice.failure(START + 30 * SECOND));

    ice.onDatagram(check(OURS, ALICE), START + SECOND, out);
    assertEquals(START + SECOND, ice.lastCheckNanos());
    ice.proved(ALICE, START + 3 * SECOND);
    assertFalse(ice.disconnected(START + 13 * SECOND - 1));
    assertTrue(ice.disconnected(START + 13 * SECOND));
    assertFalse(ice.fellSilent(START + 18 * SECOND - 1));
    assertEquals(START + 18 * SECOND, ice.nextDeadline());
    assertTrue(ice.fellSilent(START + 18 * SECOND));
    assertFalse(ice.fellSilent(START + 19 * SECOND), "told once");
    assertEquals(START + 28 * SECOND, ice.nextDeadline());
    assertNull(ice.failure(START + 28 * SECOND - 1));
    assertEquals(TransportFailure.ICE_DISCONNECTED, ice.failure(START + 28 * SECOND));
  }

  @Test
  void aRestartGivesASilentPeerItsTimeAnew() {
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    assertTrue(ice.fellSilent(START + 15 * SECOND));
    ice.restart(NEW, START + 20 * SECOND);
    assertNull(ice.failure(START + 44 * SECOND));
    assertTrue(ice.fellSilent(START + 35 * SECOND), "a second silence is told too");
    ice.onDatagram(nominate(NEW, ALICE), START + 44 * SECOND, out);
    assertFalse(ice.fellSilent(START + 45 * SECOND));
  }

  @Test
  void forgetsEverythingAtClose() {
    ice.onDatagram(nominate(OURS, ALICE), START, out);
    ice.restart(NEW, START);
    ice.close();
    assertEquals(List.of("+40000", "-40000", "-ours", "-newer"), heard);
    assertFalse(ice.connected());
  }

  @Test
  void connectsOurOwnClient() {
    IceCredentials theirs = new IceCredentials("them", "their-password-of-22-ch");
    IceClient client = new IceClient(theirs, OURS, ALICE, new Random(1), START);
    Recorder toServer = new Recorder();
    client.onTimeout(START, toServer);
    Packet request = toServer.sent.getLast();
    request.remote = ALICE;
    ice.onDatagram(request, START, out);
    client.onDatagram(out.sent.getLast(), START, toServer);
    assertTrue(client.connected());
    assertEquals(START + 2 * SECOND, client.nextDeadline());
    assertEquals(ALICE, ice.path());
  }
}
