package akkord.api.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.http.impl.engine.ws.FrameData;
import akka.http.impl.engine.ws.FrameEvent;
import akka.http.impl.engine.ws.FrameHeader;
import akka.http.impl.engine.ws.FrameStart;
import akka.http.impl.engine.ws.Protocol;
import akka.http.javadsl.model.ws.Message;
import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Option;

class FrameReaderTest {
  private static final int LIMIT = 1000;
  private static final int MASK = 0x8BADF00D;

  private final FrameReader reader = new FrameReader(LIMIT);

  private static FrameHeader header(int opcode, boolean fin, long length) {
    return new FrameHeader(
        Protocol.Opcode$.MODULE$.forCode((byte) opcode),
        Option.apply((Object) MASK),
        length,
        fin,
        false,
        false,
        false);
  }

  private static byte[] masked(byte[] payload) {
    byte[] bytes = payload.clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) (MASK >> (24 - 8 * (i % 4)));
    }
    return bytes;
  }

  /** A frame as it arrives when the network cuts it at {@code cuts}, in ascending order. */
  private static List<FrameEvent> pieces(int opcode, boolean fin, byte[] payload, int... cuts) {
    ByteString data = ByteString.fromArray(masked(payload));
    List<FrameEvent> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i == cuts.length ? payload.length : cuts[i];
      ByteString part = data.slice(from, to);
      pieces.add(
          i == 0
              ? new FrameStart(header(opcode, fin, payload.length), part)
              : new FrameData(part, i == cuts.length));
      from = to;
    }
    return pieces;
  }

  private FrameReader.Result read(List<FrameEvent> pieces) {
    FrameReader.Result result = FrameReader.Incomplete.INSTANCE;
    for (FrameEvent piece : pieces) {
      assertSame(FrameReader.Incomplete.INSTANCE, result, "completed by an earlier piece");
      result = reader.read(piece);
    }
    return result;
  }

  private FrameReader.Result read(int opcode, boolean fin, byte[] payload, int... cuts) {
    return read(pieces(opcode, fin, payload, cuts));
  }

  private static Message message(FrameReader.Result result) {
    return assertInstanceOf(FrameReader.Complete.class, result).message();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private int refusal(List<FrameEvent> pieces) {
    return assertThrows(WebSocketException.class, () -> read(pieces)).code();
  }

  @Test
  void aFrameIsTheSameHoweverItIsCut() {
    Random random = new Random(1);
    byte[] payload = new byte[300];
    random.nextBytes(payload);
    for (int cut = 0; cut < payload.length; cut++) {
      int second = cut + random.nextInt(payload.length - cut);
      Message message = message(read(2, true, payload, cut, second));
      assertEquals(
          ByteString.fromArray(payload), message.asBinaryMessage().getStrictData(), "cut " + cut);
    }
  }

  @Test
  void textIsText() {
    assertEquals(
        "schöne Grüße",
        message(read(1, true, utf8("schöne Grüße"))).asTextMessage().getStrictText());
    assertEquals("", message(read(1, true, new byte[0])).asTextMessage().getStrictText());
  }

  @Test
  void fragmentsAreOneMessageAndControlFramesMayStandBetweenThem() {
    byte[] text = utf8("für");
    read(1, false, new byte[] {text[0], text[1]}); // in the middle of a letter
    assertTrue(reader.inMessage());
    var ping = assertInstanceOf(FrameReader.Ping.class, read(9, true, utf8("hey"), 1));
    assertEquals("hey", ping.payload().utf8String());
    assertSame(FrameReader.Pong.INSTANCE, read(10, true, utf8("unasked")));
    read(0, false, new byte[0]);
    assertTrue(reader.inMessage());
    Message message = message(read(0, true, new byte[] {text[2], text[3]}, 1));
    assertEquals("für", message.asTextMessage().getStrictText());
    assertFalse(reader.inMessage());
  }

  @Test
  void aMessageMayBeAsLargeAsTheLimitAndNoLarger() {
    read(2, false, new byte[LIMIT - 1]);
    assertEquals(
        LIMIT, message(read(0, true, new byte[1])).asBinaryMessage().getStrictData().size());
    read(2, false, new byte[LIMIT - 1]);
    assertEquals(1009, refusal(pieces(0, true, new byte[2])));
  }

  @Test
  void aHeaderThatAnnouncesTooMuchIsEnough() {
    FrameStart start =
        new FrameStart(header(2, true, Long.MAX_VALUE), ByteString.emptyByteString());
    assertEquals(1009, refusal(List.of(start)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, true, 1", // nothing to continue
    "3, true, 1", // reserved
    "11, true, 1", // reserved
    "9, false, 1", // a fragment of a ping
    "9, true, 126",
    "8, true, 1", // half a close code
  })
  void framesThatBreakTheProtocolAreRefused(int opcode, boolean fin, int length) {
    assertEquals(1002, refusal(pieces(opcode, fin, new byte[length])));
  }

  @Test
  void aMessageDoesNotBeginWithinAnother() {
    read(2, false, new byte[1]);
    assertEquals(1002, refusal(pieces(2, true, new byte[1])));
  }

  @Test
  void framesWithoutMaskOrWithReservedBitsAreRefused() {
    FrameHeader good = header(2, true, 0);
    for (FrameHeader bad :
        List.of(
            new FrameHeader(good.opcode(), Option.empty(), 0, true, false, false, false),
            new FrameHeader(good.opcode(), good.mask(), 0, true, true, false, false),
            new FrameHeader(good.opcode(), good.mask(), 0, true, false, true, false),
            new FrameHeader(good.opcode(), good.mask(), 0, true, false, false, true))) {
      assertEquals(1002, refusal(List.of(new FrameStart(bad, ByteString.emptyByteString()))));
    }
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    assertEquals(1007, refusal(pieces(1, true, new byte[] {(byte) 0xC3})));
    assertEquals(1007, refusal(pieces(8, true, new byte[] {3, (byte) 0xE8, (byte) 0xFF})));
  }

  @ParameterizedTest
  @CsvSource({"1000", "1001", "1003", "1007", "1014", "3000", "4999"})
  void codesOfAPeerAreSentBack(int code) {
    byte[] payload = {(byte) (code >> 8), (byte) code, 'x'};
    var close = assertInstanceOf(FrameReader.Close.class, read(8, true, payload));
    assertEquals(ByteString.fromArray(payload), close.payload());
  }

  @ParameterizedTest
  @CsvSource({"0", "999", "1004", "1005", "1006", "1015", "2999", "5000"})
  void codesThatNobodySendsAreRefused(int code) {
    assertEquals(1002, refusal(pieces(8, true, new byte[] {(byte) (code >> 8), (byte) code})));
  }
}
