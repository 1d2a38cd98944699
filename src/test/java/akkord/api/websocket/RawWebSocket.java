package akkord.api.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.util.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A client's end of a WebSocket that sends any bytes at all. */
final class RawWebSocket {
  private static final int MASK = 0x01020304;

  private final SocketChannel channel;
  private final DataInputStream in;

  /** A whole frame of the server. */
  record Frame(int opcode, ByteString payload) {
    static Frame of(int opcode, byte[] payload) {
      return new Frame(opcode, ByteString.fromArray(payload));
    }

    static Frame text(String text) {
      return new Frame(1, ByteString.fromString(text));
    }
  }

  private RawWebSocket(SocketChannel channel) throws IOException {
    this.channel = channel;
    in = new DataInputStream(channel.socket().getInputStream());
  }

  static RawWebSocket open(InetSocketAddress server) throws IOException {
    RawWebSocket socket = new RawWebSocket(SocketChannel.open(server));
    socket.writeAll(
        """
        GET / HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r
        \r
        """
            .getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) socket.in.readByte());
    }
    assertTrue(answer.toString().startsWith("HTTP/1.1 101 "), answer.toString());
    return socket;
  }

  static byte[] closePayload(int code, String reason) {
    return ByteBuffer.allocate(2 + reason.length())
        .putShort((short) code)
        .put(reason.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  void write(int opcode, boolean fin, byte[] payload) throws IOException {
    writeAll(frame(opcode, fin, payload.length, payload));
  }

  /** The beginning of a frame that announces {@code length} bytes. */
  void writeHeaderOnly(long length) throws IOException {
    writeAll(frame(2, true, length, new byte[0]));
  }

  /** Writes a frame, or as much of it as fits within two seconds; how many bytes of it did. */
  int writeSome(int opcode, byte[] payload) throws IOException, InterruptedException {
    channel.configureBlocking(false);
    ByteBuffer frame = ByteBuffer.wrap(frame(opcode, true, payload.length, payload));
    for (int i = 0; i < 200 && frame.hasRemaining(); i++) {
      if (channel.write(frame) == 0) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
    return frame.hasRemaining() ? 0 : frame.position();
  }

  private static byte[] frame(int opcode, boolean fin, long length, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((fin ? 0x80 : 0) | opcode);
    if (length < 126) {
      out.write(0x80 | (int) length);
    } else {
      out.write(0xFF);
      out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    out.writeBytes(ByteBuffer.allocate(4).putInt(MASK).array());
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ (MASK >> (24 - 8 * (i % 4))));
    }
    return out.toByteArray();
  }

  private void writeAll(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    assertEquals(0x80, first & 0xF0, "one frame a message, no extensions");
    int length = in.readUnsignedByte(); // no mask
    long size = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
    return Frame.of(first & 0xF, in.readNBytes((int) size));
  }

  /** The server closes the connection and says nothing more. */
  void expectEnd() throws IOException {
    assertEquals(-1, in.read());
  }

  /** Closes the connection without a word. */
  void drop() throws IOException {
    channel.close();
  }
}
