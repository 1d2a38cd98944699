package akkord.media.rtcp;

import static akkord.media.rtcp.RtcpPackets.empty;
import static akkord.media.rtcp.RtcpPackets.hex;
import static akkord.media.rtcp.RtcpPackets.packet;
import static akkord.media.rtcp.RtcpPackets.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.net.Packet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written reads back, and looks on the wire as the RFCs draw it. */
class RtcpMessagesTest {
  private static final long A = 0xFEDCBA98L;
  private static final long B = 0x01020304L;

  @Test
  void senderReportWithReportBlock() {
    Packet packet = empty();
    int report =
        SenderReport.append(packet, A, 0x8877665544332211L, 0xFFFFFFFEL, 3, 4_000_000_000L);
    assertTrue(ReportBlock.append(packet, report, B, 51, -2, 0x0001FFFFL, 90, 0xAABBCCDDL, 65_536));
    assertEquals(
        "81c8000cfedcba988877665544332211fffffffe00000003ee6b2800"
            + "0102030433fffffe0001ffff0000005aaabbccdd00010000",
        hex(packet));
    RtcpReader reader = read(packet);
    assertEquals(RtcpType.SENDER_REPORT, reader.type());
    assertEquals(A, reader.ssrc());
    assertEquals(0x8877665544332211L, SenderReport.ntp(reader));
    assertEquals(0xFFFFFFFEL, SenderReport.rtpTimestamp(reader));
    assertEquals(3, SenderReport.packets(reader));
    assertEquals(4_000_000_000L, SenderReport.octets(reader));
    assertEquals(1, ReportBlock.count(reader));
    assertEquals(B, ReportBlock.ssrc(reader, 0));
    assertEquals(51, ReportBlock.fractionLost(reader, 0));
    assertEquals(-2, ReportBlock.cumulativeLost(reader, 0));
    assertEquals(0x0001FFFFL, ReportBlock.highestSequence(reader, 0));
    assertEquals(90, ReportBlock.jitter(reader, 0));
    assertEquals(0xAABBCCDDL, ReportBlock.lastSenderReport(reader, 0));
    assertEquals(65_536, ReportBlock.delaySinceLastSenderReport(reader, 0));
  }

  @Test
  void receiverReportTakes31Blocks() {
    Packet packet = empty();
    int report = ReceiverReport.append(packet, A);
    for (int i = 0; i < 31; i++) {
      assertTrue(ReportBlock.append(packet, report, i, i, 9_000_000 * (i % 3 - 1), i, i, i, i));
    }
    assertFalse(ReportBlock.append(packet, report, 31, 0, 0, 0, 0, 0, 0));
    RtcpReader reader = read(packet);
    assertEquals(31, ReportBlock.count(reader));
    assertEquals(30, ReportBlock.ssrc(reader, 30));
    assertEquals(-0x800000, ReportBlock.cumulativeLost(reader, 0));
    assertEquals(0x7FFFFF, ReportBlock.cumulativeLost(reader, 2));
    assertFalse(reader.next());
    assertFalse(reader.malformed());
  }

  @ParameterizedTest
  @CsvSource({
    "abc, , 81ca0003 fedcba98 0103 616263 000000",
    "abcd, , 81ca0003 fedcba98 0104 61626364 0000",
    "abcde, , 81ca0003 fedcba98 0105 6162636465 00",
    "abcdef, , 81ca0004 fedcba98 0106 616263646566 00000000",
    "abc, 7, 81ca0004 fedcba98 0103 616263 0f01 37 00000000"
  })
  void sdes(String cname, String mid, String expected) {
    Packet packet = empty();
    byte[] midBytes = mid == null ? null : mid.getBytes(StandardCharsets.US_ASCII);
    assertTrue(Sdes.append(packet, A, cname.getBytes(StandardCharsets.US_ASCII), midBytes));
    assertEquals(expected.replace(" ", ""), hex(packet));
    RtcpReader reader = read(packet);
    assertEquals(RtcpType.SDES, reader.type());
    assertEquals(A, reader.ssrc());
  }

  @Test
  void sdesItemsHold255Bytes() {
    assertTrue(Sdes.append(empty(), A, new byte[255], new byte[255]));
    assertThrows(
        IllegalArgumentException.class, () -> Sdes.append(empty(), A, new byte[256], null));
  }

  @Test
  void bye() {
    Packet packet = empty();
    assertTrue(Bye.append(packet, A));
    assertEquals("81cb0001fedcba98", hex(packet));
    assertEquals(A, Bye.ssrc(read(packet), 0));
  }

  @Test
  void pli() {
    Packet packet = empty();
    assertTrue(Pli.append(packet, A, B));
    assertEquals("81ce0002fedcba9801020304", hex(packet));
    assertEquals(B, Feedback.mediaSsrc(read(packet)));
  }

  @Test
  void fir() {
    Packet packet = empty();
    assertTrue(Fir.append(packet, A, B, 255));
    assertEquals("84ce0004fedcba980000000001020304ff000000", hex(packet));
    RtcpReader reader = read(packet);
    assertEquals(1, Fir.count(reader));
    assertEquals(B, Fir.ssrc(reader, 0));
    assertEquals(255, Fir.sequenceNumber(reader, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 00050000",
    "5 6, 00050001",
    "5 21, 00058000",
    "5 22, 00050000 00160000",
    "65535 0 15 16, ffff8001 00100000",
    "65534 65535 0 1, fffe0007"
  })
  void nackPacksSeventeenNumbersInAWord(String numbers, String items) {
    int[] expected = Arrays.stream(numbers.split(" ")).mapToInt(Integer::parseInt).toArray();
    Packet packet = empty();
    assertTrue(Nack.append(packet, A, B, expected, expected.length));
    String body = items.replace(" ", "");
    assertEquals("81cd000%d%08x%08x%s".formatted(2 + body.length() / 8, A, B, body), hex(packet));
    int[] read = new int[100];
    int count = Nack.read(read(packet), read);
    assertArrayEquals(expected, Arrays.copyOf(read, count));
  }

  @Test
  void nackReadsNoMoreThanThereIsRoomFor() {
    RtcpReader reader = read(packet("81cd0004 00000001 00000002 0005ffff 0100ffff"));
    assertEquals(3, Nack.read(reader, new int[3]));
    assertEquals(34, Nack.read(reader, new int[40]));
  }

  @ParameterizedTest
  @CsvSource({
    "0003ffff, 262143",
    "0111f400, 2048000",
    "00000000, 0",
    "01ffffff, 9223372036854775807",
    "01fc0000, 0"
  })
  void rembBitrate(String word, long bitrate) {
    RtcpReader reader = read(packet("8fce0005 00000001 00000000 52454d42" + word + "00000000"));
    assertEquals(bitrate, Remb.bitrate(reader));
  }

  @Test
  void rembNamesItsStreams() {
    RtcpReader reader =
        read(packet("8fce0006 00000001 00000000 52454d42 0203ffff fedcba98 01020304"));
    assertEquals(2, Remb.count(reader));
    assertEquals(A, Remb.ssrc(reader, 0));
    assertEquals(B, Remb.ssrc(reader, 1));
  }

  @Test
  void extendedReport() {
    RtcpReader reader =
        read(packet("80cf0006 00000001 05000001 11111111 04000002 1234567890abcdef"));
    assertEquals(0x1234567890abcdefL, ExtendedReport.receiverReferenceTime(reader));
    assertEquals(
        0, ExtendedReport.receiverReferenceTime(read(packet("80cf0002 00000001 0400ffff"))));
    Packet packet = empty();
    assertTrue(ExtendedReport.appendDlrr(packet, A, B, 0x567890abL, 65_536));
    assertEquals("80cf0005fedcba980500000301020304567890ab00010000", hex(packet));
  }

  @Test
  void writersLeaveAFullPacketAlone() {
    Packet packet = empty();
    packet.length = packet.bytes.length - packet.offset - 4;
    int length = packet.length;
    assertEquals(-1, SenderReport.append(packet, A, 0, 0, 0, 0));
    assertEquals(-1, ReceiverReport.append(packet, A));
    assertFalse(Sdes.append(packet, A, new byte[1], null));
    assertFalse(Bye.append(packet, A));
    assertFalse(Pli.append(packet, A, B));
    assertFalse(Fir.append(packet, A, B, 0));
    assertFalse(Nack.append(packet, A, B, new int[1], 1));
    assertFalse(ExtendedReport.appendDlrr(packet, A, B, 0, 0));
    assertEquals(length, packet.length);
  }

  @Test
  void ntpTime() {
    long second = 1_000_000_000L;
    assertEquals(0x56780000L, NtpTime.compact(0x1234567800000000L));
    assertEquals(0x00018000L, NtpTime.toCompact(3 * second / 2));
    assertEquals(0, NtpTime.toCompact(-1));
  }
}
