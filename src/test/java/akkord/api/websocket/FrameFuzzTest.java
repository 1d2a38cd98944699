package akkord.api.websocket;

import akka.http.impl.engine.ws.FrameData;
import akka.http.impl.engine.ws.FrameEvent;
import akka.http.impl.engine.ws.FrameHeader;
import akka.http.impl.engine.ws.FrameStart;
import akka.http.impl.engine.ws.Protocol;
import akka.util.ByteString;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import scala.Option;

/** No frames are fatal: a message, a control frame or a close code is what comes of them. */
class FrameFuzzTest {
  private static final int LIMIT = 500;

  @FuzzTest(maxDuration = "20s")
  void frames(FuzzedDataProvider data) {
    FrameReader reader = new FrameReader(LIMIT);
    try {
      while (data.remainingBytes() > 0) {
        long rest = data.consumeLong(0, data.consumeBoolean() ? 300 : 1L << 40);
        FrameHeader header = header(data, rest);
        FrameEvent piece = new FrameStart(header, part(data, rest));
        rest -= piece.data().size();
        reader.read(piece);
        while (rest > 0 && data.remainingBytes() > 0) {
          ByteString part = part(data, rest);
          rest -= part.size();
          reader.read(new FrameData(part, rest == 0));
        }
      }
    } catch (WebSocketException broken) {
      if (!CloseCode.maySend(broken.code())) {
        throw new AssertionError("unknown code " + broken.code(), broken);
      }
    }
  }

  private static FrameHeader header(FuzzedDataProvider data, long length) {
    byte flags = data.consumeByte();
    return new FrameHeader(
        Protocol.Opcode$.MODULE$.forCode((byte) (flags & 0xF)),
        flags % 7 == 0 ? Option.empty() : Option.apply((Object) data.consumeInt()),
        length,
        (flags & 0x80) == 0,
        flags % 61 == 0,
        flags % 59 == 0,
        false);
  }

  private static ByteString part(FuzzedDataProvider data, long atMost) {
    int size = data.consumeInt(0, (int) Math.min(atMost, 200));
    return ByteString.fromArray(data.consumeBytes(size));
  }
}
