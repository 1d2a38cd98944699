package akkord.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The client's end of a WebSocket (RFC 6455) that costs little beside the server under measurement.
 * It sends nothing but pongs; messages of the server come whole, as Akkord sends them.
 */
final class LeanSocket implements AutoCloseable {
  private static final int BUFFER_BYTES = 2048;
  private static final int MOST_HEADER_BYTES = 8192;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 0x8A; // final frame
  private static final int MASKED = 0x80;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private LeanSocket(Socket socket) throws IOException {
    this.socket = socket;
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
    out = socket.getOutputStream();
  }

  /**
   * Connects to a server on this machine.
   *
   * @param path with the query
   * @throws IOException if the server answers by anything but 101; the message is its answer
   */
  static LeanSocket open(int port, String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    try {
      socket.setTcpNoDelay(true);
      LeanSocket opened = new LeanSocket(socket);
      opened.upgrade(path);
      return opened;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void upgrade(String path) throws IOException {
    String request =
        """
        GET %s HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

        """
            .formatted(path);
    out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder header = new StringBuilder();
    while (header.indexOf("\r\n\r\n") < 0) {
      if (header.length() > MOST_HEADER_BYTES) {
        throw new IOException("the header of the answer does not end");
      }
      header.append((char) in.readUnsignedByte());
    }
    if (!header.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException("refused: " + header);
    }
  }

  /**
   * The next binary message.
   *
   * @throws EOFException when the server has closed the socket
   */
  byte[] read() throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0F;
      byte[] payload = payload(in);
      switch (opcode) {
        case BINARY -> {
          return payload;
        }
        case PING -> pong(payload);
        case CLOSE -> throw new EOFException("the server closed the socket");
        default -> throw new IOException("unexpected frame with opcode " + opcode);
      }
    }
  }

  private static byte[] payload(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] payload = ((InputStream) in).readNBytes(length);
    if (payload.length < length) {
      throw new EOFException("the server closed the socket within a frame");
    }
    return payload;
  }

  /** With a mask of zeros, which changes nothing. */
  private void pong(byte[] payload) throws IOException {
    byte[] frame = new byte[6 + payload.length];
    frame[0] = (byte) PONG;
    frame[1] = (byte) (MASKED | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    out.write(frame);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
