package akkord.api.signal;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client's end of a WebSocket. */
final class TestSocket implements WebSocket.Listener {
  /** What arrived: bytes, text or the end. */
  record Arrived(ByteString binary, String text, Integer closeCode) {}

  private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StringBuilder characters = new StringBuilder();
  private CompletableFuture<WebSocket> opening;

  private TestSocket() {}

  static TestSocket open(HttpClient client, URI uri, String... headers) {
    TestSocket socket = new TestSocket();
    WebSocket.Builder builder = client.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    socket.opening = builder.buildAsync(uri, socket);
    return socket;
  }

  /** "status body" of a refused upgrade. */
  String refusal() {
    try {
      opening.join();
      return "upgraded";
    } catch (CompletionException failed) {
      WebSocketHandshakeException handshake = (WebSocketHandshakeException) failed.getCause();
      return String.valueOf(handshake.getResponse().statusCode());
    }
  }

  boolean isOpen() {
    return opening.isDone() && !opening.isCompletedExceptionally();
  }

  void send(SignalRequest request) {
    send(request.toByteArray());
  }

  void send(byte[] frame) {
    opening.join().sendBinary(ByteBuffer.wrap(frame), true).join();
  }

  void send(String frame) {
    opening.join().sendText(frame, true).join();
  }

  /** Sends a message in fragments of 1000 bytes, as many as the server takes. */
  void sendFragmented(byte[] message) {
    WebSocket socket = opening.join();
    for (int at = 0; at < message.length; at += 1000) {
      int length = Math.min(1000, message.length - at);
      boolean last = at + length == message.length;
      try {
        socket.sendBinary(ByteBuffer.wrap(message, at, length), last).join();
      } catch (CompletionException closed) {
        return;
      }
    }
  }

  void close() {
    opening.join().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  Arrived next() {
    try {
      Arrived next = arrived.poll(10, TimeUnit.SECONDS);
      assertNotNull(next, "nothing arrived");
      return next;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  SignalResponse nextResponse() {
    try {
      return SignalResponse.parseFrom(next().binary());
    } catch (InvalidProtocolBufferException malformed) {
      throw new AssertionError(malformed);
    }
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    bytes.writeBytes(part);
    if (last) {
      arrived.add(new Arrived(ByteString.copyFrom(bytes.toByteArray()), null, null));
      bytes.reset();
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    characters.append(data);
    if (last) {
      arrived.add(new Arrived(null, characters.toString(), null));
      characters.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    arrived.add(new Arrived(null, null, code));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    arrived.add(new Arrived(null, null, -1));
  }
}
