package akkord.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.HeaderExtension;
import akkord.media.net.Packet;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpPacketTest {
  private static final String FIXED = "e0 ffff 00000001 fffffffe";
  private final RtpPacket rtp = new RtpPacket();

  private static Packet packet(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    Packet packet = new Packet();
    packet.offset = 3;
    packet.length = bytes.length;
    System.arraycopy(bytes, 0, packet.bytes, 3, bytes.length);
    return packet;
  }

  @Test
  void readsTheFixedHeader() {
    assertTrue(rtp.wrap(packet("82" + FIXED + "00000005 80000000 aabb")));
    assertTrue(rtp.marker());
    assertEquals(96, rtp.payloadType());
    assertEquals(65_535, rtp.sequenceNumber());
    assertEquals(1, rtp.timestamp());
    assertEquals(0xFFFF_FFFEL, rtp.ssrc());
    assertEquals(2, rtp.csrcCount());
    assertEquals(0x8000_0000L, rtp.csrc(1));
    assertEquals(2, rtp.payloadLength());
    assertEquals(3 + 20, rtp.payloadOffset());
    assertEquals(-1, rtp.extension(1));
    assertEquals(-1, rtp.firstExtension());
  }

  @Test
  void changesTheFixedHeader() {
    assertTrue(rtp.wrap(packet("80" + FIXED)));
    rtp.marker(false);
    rtp.payloadType(0x85);
    rtp.sequenceNumber(65_536 + 7);
    rtp.timestamp(-1);
    rtp.ssrc(0x1_0000_0009L);
    assertFalse(rtp.marker());
    assertEquals(5, rtp.payloadType());
    assertEquals(7, rtp.sequenceNumber());
    assertEquals(-1, rtp.timestamp());
    assertEquals(9, rtp.ssrc());
    assertEquals(0, rtp.payloadLength());
  }

  @Test
  void findsOneByteExtensions() {
    // id 1 with 1 byte, padding, id 14 with 3 bytes, end mark, an element that must not be seen.
    assertTrue(rtp.wrap(packet("90" + FIXED + "bede 0003 10 aa 00 00 e2 010203 f0 20 bb 00 cc")));
    assertEquals(1, rtp.payloadLength());
    int first = rtp.extension(1);
    assertEquals(1, rtp.extensionLength(first));
    assertEquals((byte) 0xAA, rtp.packet().bytes[first]);
    assertEquals(3, rtp.extensionLength(rtp.extension(14)));
    assertEquals(-1, rtp.extension(2));
    assertEquals(-1, rtp.extension(0));
    assertEquals(first, rtp.firstExtension());
    assertEquals(-1, rtp.nextExtension(rtp.nextExtension(first)));
  }

  @Test
  void findsTwoByteExtensions() {
    assertTrue(rtp.wrap(packet("90" + FIXED + "1003 0003 0100 00 ff02abcd 000000 0201")));
    assertEquals(0, rtp.extensionLength(rtp.extension(1)));
    assertEquals(2, rtp.extensionLength(rtp.extension(255)));
    assertEquals(-1, rtp.extension(2));
  }

  @Test
  void ignoresOtherExtensionProfilesAndLyingElements() {
    assertTrue(rtp.wrap(packet("90" + FIXED + "abcd 0001 10aa0000")));
    assertEquals(-1, rtp.extension(1));
    assertTrue(rtp.wrap(packet("90" + FIXED + "bede 0001 1faa0000")));
    assertEquals(-1, rtp.extension(1));
    assertTrue(rtp.wrap(packet("90" + FIXED + "1000 0001 01ff0000")));
    assertEquals(-1, rtp.extension(1));
  }

  @Test
  void cutsPaddingOff() {
    assertTrue(rtp.wrap(packet("a0" + FIXED + "aa 000003")));
    assertEquals(1, rtp.payloadLength());
    assertTrue(rtp.wrap(packet("a0" + FIXED + "000003")));
    assertEquals(0, rtp.payloadLength());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "80",
        "40" + FIXED,
        "80e0ffff00000001fffffe",
        "81" + FIXED,
        "90" + FIXED + "bede",
        "90" + FIXED + "bede 0001 10aa00",
        "a0" + FIXED,
        "a0" + FIXED + "00",
        "a0" + FIXED + "aa05"
      })
  void refusesWhatDoesNotFit(String hex) {
    assertFalse(rtp.wrap(packet(hex)));
  }

  @Test
  void audioLevelIsSevenBits() {
    assertTrue(rtp.wrap(packet("90" + FIXED + "bede 0001 10 9e 0000")));
    assertEquals(30, AudioLevel.of(rtp, 1));
    assertEquals(-1, AudioLevel.of(rtp, 2));
    assertEquals(-1, AudioLevel.of(rtp, 0));
  }

  @Test
  void headerIsWrittenAnewForTheSubscriber() {
    ExtensionMap incoming =
        new ExtensionMap(
            Map.of(
                HeaderExtension.MID, 4,
                HeaderExtension.RID, 10,
                HeaderExtension.VIDEO_ORIENTATION, 13,
                HeaderExtension.ABS_SEND_TIME, 2,
                HeaderExtension.DEPENDENCY_DESCRIPTOR, 12));
    ExtensionMap outgoing =
        new ExtensionMap(
            Map.of(
                HeaderExtension.MID, 9,
                HeaderExtension.RID, 10,
                HeaderExtension.VIDEO_ORIENTATION, 5,
                HeaderExtension.ABS_SEND_TIME, 3,
                HeaderExtension.TRANSPORT_CC, 1,
                HeaderExtension.DEPENDENCY_DESCRIPTOR, 12));
    String block = "bede 0005 40 37 a0 66 d0 01 22 abcdef c1 5566 00000000 00";
    assertTrue(rtp.wrap(packet("b1" + FIXED + "00000007" + block + "aabb 0002")));
    Packet target = new Packet();

    int payload = new HeaderRewriter(incoming, outgoing, "12", false).write(rtp, target);
    target.length = payload;
    String expected = "91" + FIXED + "00000007" + "bede 0003 11 0000 32 000000 91 3132 50 01";
    byte[] written = Arrays.copyOf(target.bytes, target.length);
    assertArrayEquals(HexFormat.of().parseHex(expected.replace(" ", "")), written);

    payload = new HeaderRewriter(incoming, outgoing, "12", true).write(rtp, target);
    target.length = payload;
    RtpPacket out = new RtpPacket();
    assertTrue(out.wrap(target));
    int descriptor = out.extension(12);
    assertEquals(0x55, target.bytes[descriptor]);
  }

  @Test
  void longElementsTakeTheTwoByteForm() {
    ExtensionMap incoming = new ExtensionMap(Map.of(HeaderExtension.COLOR_SPACE, 20));
    ExtensionMap outgoing =
        new ExtensionMap(Map.of(HeaderExtension.COLOR_SPACE, 3, HeaderExtension.TRANSPORT_CC, 1));
    String data = "00112233445566778899aabbccddeeff0123";
    assertTrue(rtp.wrap(packet("90" + FIXED + "1000 0005 1412" + data)));
    Packet target = new Packet();
    target.length = new HeaderRewriter(incoming, outgoing, "", false).write(rtp, target);
    RtpPacket out = new RtpPacket();
    assertTrue(out.wrap(target));
    assertEquals(18, out.extensionLength(out.extension(3)));
    assertEquals(2, out.extensionLength(out.extension(1)));
    assertEquals(0, out.payloadLength());
  }

  @Test
  void noExtensionsNegotiatedMeansNoBlock() {
    ExtensionMap none = new ExtensionMap(Map.of());
    assertTrue(rtp.wrap(packet("90" + FIXED + "bede 0001 10aa0000 ff")));
    Packet target = new Packet();
    assertEquals(12, new HeaderRewriter(none, none, "1", true).write(rtp, target));
    assertEquals((byte) 0x80, target.bytes[0]);
  }
}
