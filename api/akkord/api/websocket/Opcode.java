package akkord.api.websocket;

import akka.http.impl.engine.ws.FrameEvent;
import akka.http.impl.engine.ws.FrameHeader;
import akka.http.impl.engine.ws.Protocol;
import akka.util.ByteString;
import scala.Option;

/** What a frame is (RFC 6455 section 5.2). */
enum Opcode {
  CONTINUATION(0),
  TEXT(1),
  BINARY(2),
  CLOSE(8),
  PING(9),
  PONG(10),
  /** Any that the RFC leaves for later. */
  RESERVED(15);

  private final byte code;

  Opcode(int code) {
    this.code = (byte) code;
  }

  /** What Akka HTTP has read. */
  static Opcode of(FrameHeader header) {
    return switch (header.opcode().code()) {
      case 0 -> CONTINUATION;
      case 1 -> TEXT;
      case 2 -> BINARY;
      case 8 -> CLOSE;
      case 9 -> PING;
      case 10 -> PONG;
      default -> RESERVED;
    };
  }

  /** Whether it may stand between the fragments of a message, and has to be short. */
  boolean isControl() {
    return this == CLOSE || this == PING || this == PONG;
  }

  /** A frame of a server: whole and without a mask. */
  FrameEvent frame(ByteString payload) {
    return FrameEvent.fullFrame(
        Protocol.Opcode$.MODULE$.forCode(code), Option.empty(), payload, true, false, false, false);
  }
}
