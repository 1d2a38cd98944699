package akkord.api.websocket;

import akka.http.impl.engine.ws.FrameEvent;
import akka.http.impl.engine.ws.FrameHeader;
import akka.http.impl.engine.ws.FrameStart;
import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.util.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Puts a client's messages together from pieces of frames (RFC 6455 section 5). A piece is what
 * arrived in one read: the beginning of a frame with its header, or more of its payload.
 */
final class FrameReader {
  private static final int MAX_CONTROL_PAYLOAD = 125;

  /** What the last piece completed. */
  sealed interface Result {}

  /** Nothing yet: more pieces have to come. */
  enum Incomplete implements Result {
    INSTANCE
  }

  /** A whole message, strict. */
  record Complete(Message message) implements Result {}

  /** Wants a pong with the same payload. */
  record Ping(ByteString payload) implements Result {}

  /** Something to be ignored: an answer to a ping. */
  enum Pong implements Result {
    INSTANCE
  }

  /** The client closes; {@code payload} is what is to be sent back: a valid code and reason. */
  record Close(ByteString payload) implements Result {}

  private final int limit;
  private final ByteArrayOutputStream control = new ByteArrayOutputStream(0);
  private ByteArrayOutputStream fragments = new ByteArrayOutputStream(0);
  private Opcode message;
  private Opcode frame;
  private boolean lastOfMessage;
  private int mask;

  /**
   * @param limit the largest message in bytes
   */
  FrameReader(int limit) {
    this.limit = limit;
  }

  /** Whether the beginning of a message is here, but not all of it. */
  boolean inMessage() {
    return message != null;
  }

  /**
   * Takes the next piece.
   *
   * @throws WebSocketException if it breaks a rule, or makes the message larger than the limit
   */
  Result read(FrameEvent piece) {
    if (piece instanceof FrameStart start) {
      begin(start.header());
    }
    byte[] payload = unmask(piece.data());
    return frame.isControl()
        ? readControl(payload, piece.lastPart())
        : readMessage(payload, piece.lastPart());
  }

  private void begin(FrameHeader header) {
    Opcode opcode = Opcode.of(header);
    require(!header.rsv1() && !header.rsv2() && !header.rsv3(), "no extension was agreed upon");
    require(opcode != Opcode.RESERVED, "unknown kind of frame");
    require(header.mask().isDefined(), "frames of a client have to be masked");
    if (opcode.isControl()) {
      require(
          header.fin() && header.length() <= MAX_CONTROL_PAYLOAD,
          "a control frame is one frame of at most 125 bytes");
    } else if (opcode == Opcode.CONTINUATION) {
      require(message != null, "there is no message to continue");
    } else {
      require(message == null, "the message before has not ended");
      message = opcode;
    }
    if (!opcode.isControl() && header.length() > limit - fragments.size()) {
      throw new WebSocketException(CloseCode.TOO_BIG, "message larger than " + limit + " bytes");
    }
    frame = opcode;
    lastOfMessage = header.fin();
    mask = (Integer) header.mask().get();
  }

  private static void require(boolean rule, String broken) {
    if (!rule) {
      throw new WebSocketException(CloseCode.PROTOCOL_ERROR, broken);
    }
  }

  /** The mask goes on in the next piece of the frame where it ended in this one (section 5.3). */
  private byte[] unmask(ByteString masked) {
    byte[] bytes = masked.toArray();
    for (int i = 0; i < bytes.length; i++) {
      mask = Integer.rotateLeft(mask, Byte.SIZE);
      bytes[i] ^= (byte) mask;
    }
    return bytes;
  }

  private Result readMessage(byte[] payload, boolean frameEnds) {
    if (!frameEnds || !lastOfMessage) {
      fragments.writeBytes(payload);
      return Incomplete.INSTANCE;
    }
    byte[] whole = gathered(fragments, payload);
    if (fragments.size() > 0) {
      fragments = new ByteArrayOutputStream(0); // the old one would keep the room of its message
    }
    boolean text = message == Opcode.TEXT;
    message = null;
    return new Complete(
        text
            ? TextMessage.create(utf8(whole, 0))
            : BinaryMessage.create(ByteString.fromArrayUnsafe(whole)));
  }

  private Result readControl(byte[] payload, boolean frameEnds) {
    if (!frameEnds) {
      control.writeBytes(payload);
      return Incomplete.INSTANCE;
    }
    byte[] whole = gathered(control, payload);
    control.reset();
    if (frame == Opcode.PING) {
      return new Ping(ByteString.fromArrayUnsafe(whole));
    }
    if (frame == Opcode.PONG) {
      return Pong.INSTANCE;
    }
    return new Close(checkClose(whole));
  }

  private static byte[] gathered(ByteArrayOutputStream before, byte[] last) {
    if (before.size() == 0) {
      return last;
    }
    before.writeBytes(last);
    return before.toByteArray();
  }

  private static ByteString checkClose(byte[] payload) {
    if (payload.length > 0) {
      require(payload.length > 1, "a close code has two bytes");
      int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
      require(CloseCode.maySend(code), "close code " + code + " is not to be sent");
      utf8(payload, 2);
    }
    return ByteString.fromArrayUnsafe(payload);
  }

  private static String utf8(byte[] bytes, int from) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
          .toString();
    } catch (CharacterCodingException invalid) {
      throw new WebSocketException(CloseCode.INVALID_PAYLOAD, "text that is not UTF-8");
    }
  }
}
