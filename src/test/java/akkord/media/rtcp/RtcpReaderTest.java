package akkord.media.rtcp;

import static akkord.media.rtcp.RtcpPackets.packet;
import static akkord.media.rtcp.RtcpPackets.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.net.Packet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpReaderTest {
  private static final String EMPTY_RR = "80c90001 00000001";

  @ParameterizedTest
  @CsvSource({
    "80c80006 00000001 1111111122222222 33333333 44444444 55555555, SENDER_REPORT",
    "80c90001 00000001, RECEIVER_REPORT",
    "81ca0003 00000001 0102616263000000, SDES",
    "80ca0000, SDES",
    "81cb0001 00000001, BYE",
    "80cb0000, BYE",
    "81cd0003 00000001 00000002 00050000, NACK",
    "8fcd0004 00000001 00000002 0001000100000000, TRANSPORT_FEEDBACK",
    "81ce0002 00000001 00000002, PLI",
    "84ce0004 00000001 00000000 0000000201000000, FIR",
    "8fce0005 00000001 00000000 52454d42 01000000 00000002, REMB",
    "8fce0003 00000001 00000000 12345678, OTHER",
    "80cf0001 00000001, EXTENDED_REPORT",
    "80cc0002 00000001 61626364, OTHER",
    "82ce0002 00000001 00000002, OTHER",
    "80c00000, OTHER"
  })
  void knowsEveryType(String hex, RtcpType type) {
    RtcpReader reader = read(packet(hex));
    assertEquals(type, reader.type());
    assertFalse(reader.next());
    assertFalse(reader.malformed());
  }

  @Test
  void walksOverACompoundPacket() {
    RtcpReader reader = read(packet(EMPTY_RR + "81cb0001 00000007" + "81ce0002 00000001 00000009"));
    assertEquals(RtcpType.RECEIVER_REPORT, reader.type());
    assertEquals(1, reader.ssrc());
    assertTrue(reader.next());
    assertEquals(RtcpType.BYE, reader.type());
    assertEquals(1, Bye.count(reader));
    assertEquals(7, Bye.ssrc(reader, 0));
    assertTrue(reader.next());
    assertEquals(RtcpType.PLI, reader.type());
    assertEquals(9, Feedback.mediaSsrc(reader));
    assertFalse(reader.next());
    assertFalse(reader.malformed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "81",
        "00c90001 00000001",
        "c0c90001 00000001",
        "80c9ffff 00000001",
        "80c90002 00000001",
        "81c90001 00000001",
        "9fc90001 00000001",
        "80c80005 00000001 1111111122222222 33333333 44444444",
        "82cb0001 00000001",
        "81cd0001 00000001",
        "8fcd0003 00000001 00000002 00010001",
        "81ce0001 00000001",
        "8fce0001 00000001",
        "8fce0003 00000001 00000000 52454d42",
        "8fce0005 00000001 00000000 52454d42 02000000 00000002",
        "80cf0000",
        "a0c90001 00000000",
        "a0c90001 00000005",
        "a0c90001 00000004",
        "a0ca0000"
      })
  void showsNoBlockWhoseLengthLies(String hex) {
    Packet packet = packet(EMPTY_RR + hex);
    RtcpReader reader = read(packet);
    assertFalse(reader.next());
    assertTrue(reader.malformed());
    assertFalse(reader.next());
  }

  @Test
  void anEmptyPacketIsMalformed() {
    RtcpReader reader = new RtcpReader();
    reader.wrap(packet(""));
    assertFalse(reader.next());
    assertTrue(reader.malformed());
  }

  @Test
  void leavesPaddingOut() {
    RtcpReader reader = read(packet("a1cd0004 00000001 00000002 00050000 00000004"));
    assertEquals(1, Nack.read(reader, new int[10]));
    assertFalse(reader.next());
    assertFalse(reader.malformed());
  }

  @Test
  void canBeUsedAgain() {
    RtcpReader reader = new RtcpReader();
    reader.wrap(packet("00"));
    assertFalse(reader.next());
    assertTrue(reader.malformed());
    reader.wrap(packet(EMPTY_RR));
    assertTrue(reader.next());
    assertFalse(reader.malformed());
  }
}
