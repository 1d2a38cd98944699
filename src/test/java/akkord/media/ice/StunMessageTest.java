package akkord.media.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.net.Packet;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of RFC 5769, and messages whose lengths lie. */
class StunMessageTest {
  private static final StunIntegrity KEY = new StunIntegrity("VOkJxbRl1RmTxUk/WvJxBt");
  private static final byte[] TRANSACTION = hex("b7e7a701bc34d686fa87dfae");
  private static final byte[] REQUEST =
      hex(
          """
          00010058 2112a442 b7e7a701bc34d686fa87dfae
          80220010 5354554e207465737420636c69656e74
          00240004 6e0001ff
          80290008 932ff9b151263b36
          00060009 6576746a3a68367659202020
          00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
          80280004 e57a3bcf
          """);
  private static final byte[] IPV4_RESPONSE =
      hex(
          """
          0101003c 2112a442 b7e7a701bc34d686fa87dfae
          8022000b 7465737420766563746f7220
          00200008 0001a147e112a643
          00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7
          80280004 c07d4c96
          """);
  private static final byte[] IPV6_RESPONSE =
      hex(
          """
          01010048 2112a442 b7e7a701bc34d686fa87dfae
          8022000b 7465737420766563746f7220
          00200014 0002a147 0113a9faa5d3f179bc25f4b5bed2b9d9
          00080014 a382954e4be67bf11784c97c8292c275bfe3ed41
          80280004 c8fb0b4c
          """);

  private final StunMessage message = new StunMessage();

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  private static Packet packet(byte[] bytes, int offset) {
    Packet packet = new Packet();
    System.arraycopy(bytes, 0, packet.bytes, offset, bytes.length);
    packet.offset = offset;
    packet.length = bytes.length;
    return packet;
  }

  private boolean parse(byte[] bytes) {
    return message.parse(bytes, 0, bytes.length);
  }

  @Test
  void readsTheSampleRequest() {
    assertTrue(parse(REQUEST));
    assertEquals(StunMessage.BINDING_REQUEST, message.type());
    assertTrue(message.hasUsername());
    assertTrue(message.isFor("evtj".getBytes(StandardCharsets.UTF_8)));
    assertFalse(message.isFor("evt".getBytes(StandardCharsets.UTF_8)));
    assertFalse(message.isFor("evtj:h6vY".getBytes(StandardCharsets.UTF_8)));
    assertTrue(message.fingerprintMatches());
    assertTrue(message.integrityMatches(KEY));
    assertFalse(message.integrityMatches(new StunIntegrity("another password of 22")));
    assertTrue(message.controlled());
    assertFalse(message.useCandidate());
    assertEquals(-1, message.unknownRequired());
  }

  @Test
  void readsAtAnyOffset() {
    Packet packet = packet(REQUEST, 31);
    assertTrue(message.parse(packet.bytes, packet.offset, packet.length));
    assertTrue(message.fingerprintMatches());
    assertTrue(message.integrityMatches(KEY));
    assertEquals("evtj", StunMessage.localUfrag(packet));
  }

  @Test
  void verifiesTheSampleResponses() {
    for (byte[] response : new byte[][] {IPV4_RESPONSE, IPV6_RESPONSE}) {
      assertTrue(parse(response));
      assertEquals(StunMessage.BINDING_SUCCESS, message.type());
      assertTrue(message.fingerprintMatches());
      assertTrue(message.integrityMatches(KEY));
      assertNull(StunMessage.localUfrag(packet(response, 0)));
    }
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, true", "2001:db8:1234:5678:11:2233:4455:6677, false"})
  void writesTheSampleResponses(String address, boolean ipv4) throws Exception {
    Packet packet = new Packet();
    StunWriter writer = new StunWriter();
    writer.begin(packet, StunMessage.BINDING_SUCCESS, TRANSACTION, 0);
    // The sample pads its SOFTWARE with a space, which the HMAC covers.
    writer.attribute(0x8022, "test vector ".getBytes(StandardCharsets.US_ASCII), 12);
    packet.bytes[23] = 11;
    writer.xorMappedAddress(InetAddress.getByName(address).getAddress(), 32853);
    writer.integrity(KEY);
    writer.fingerprint();
    byte[] written = Arrays.copyOf(packet.bytes, packet.length);
    assertArrayEquals(ipv4 ? IPV4_RESPONSE : IPV6_RESPONSE, written);
  }

  @Test
  void refusesEveryTruncation() {
    for (int length = 0; length < REQUEST.length; length++) {
      byte[] cut = Arrays.copyOf(REQUEST, length);
      assertFalse(parse(cut), "cut to " + length);
      if (length >= 4) {
        cut[2] = (byte) ((length - 20) >> 8);
        cut[3] = (byte) (length - 20);
        boolean parsed = parse(cut);
        assertFalse(parsed && message.fingerprintMatches(), "cut with a true length " + length);
      }
    }
  }

  @Test
  void noticesEveryFlippedBit() {
    for (int bit = 0; bit < REQUEST.length * 8; bit++) {
      byte[] flipped = REQUEST.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      boolean trusted =
          parse(flipped) && message.fingerprintMatches() && message.integrityMatches(KEY);
      assertFalse(trusted, "bit " + bit);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "attribute longer than the message, 00010008 00240008 6e0001ff",
    "length not a multiple of four, 00010006 00240002 6e00",
    "length of PRIORITY, 00010008 00240003 6e0001ff",
    "length of USE-CANDIDATE, 00010008 00250004 00000000",
    "length of MESSAGE-INTEGRITY, 00010008 00080004 00000000",
    "length of ICE-CONTROLLED, 00010008 80290004 00000000",
    "length of FINGERPRINT, 0001000c 80280008 0000000000000000",
    "something after FINGERPRINT, 0001000c 80280004 00000000 00250000",
    "half an attribute header, 00010002 0024",
  })
  void refusesLengthsThatLie(String what, String head) {
    byte[] attributes = hex(head.substring(9));
    byte[] bytes = new byte[20 + attributes.length];
    System.arraycopy(hex(head.substring(0, 8) + "2112a442"), 0, bytes, 0, 8);
    System.arraycopy(attributes, 0, bytes, 20, attributes.length);
    assertFalse(parse(bytes), what);
  }

  @Test
  void ignoresWhatFollowsIntegrity() {
    Packet packet = new Packet();
    StunWriter writer = new StunWriter();
    writer.begin(packet, StunMessage.BINDING_REQUEST, TRANSACTION, 0);
    writer.integrity(KEY);
    writer.attribute(StunAttribute.USE_CANDIDATE, new byte[0], 0);
    writer.fingerprint();
    assertTrue(message.parse(packet.bytes, 0, packet.length));
    assertTrue(message.integrityMatches(KEY));
    assertFalse(message.useCandidate());
  }

  @Test
  void tellsStunFromTheRest() {
    assertTrue(StunMessage.isStun(REQUEST, 0, REQUEST.length));
    assertFalse(StunMessage.isStun(REQUEST, 0, 19));
    byte[] rtp = REQUEST.clone();
    rtp[0] = (byte) 0x80;
    assertFalse(StunMessage.isStun(rtp, 0, rtp.length));
    byte[] oldStun = REQUEST.clone();
    oldStun[4] = 0;
    assertFalse(StunMessage.isStun(oldStun, 0, oldStun.length));
  }
}
