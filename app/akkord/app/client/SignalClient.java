package akkord.app.client;

import akkord.proto.JoinRequest;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.WrappedJoinRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** The signalling half of a client in single-PC mode: {@code /rtc/v1} with a join request. */
public final class SignalClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WebSocket socket;

  /** The server answered the request for a socket with an HTTP status. */
  public static final class Refused extends IOException {
    private final int status;

    Refused(WebSocketHandshakeException refused) {
      super("the server refused the join: " + refused, refused);
      status = refused.getResponse().statusCode();
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }
  }

  private SignalClient(WebSocket socket) {
    this.socket = socket;
  }

  /**
   * Connects and joins.
   *
   * @param url {@code ws://host:port}
   * @param responses called for each message, one at a time
   * @throws IOException if the server does not answer, {@link Refused} if it refuses
   */
  public static SignalClient join(
      HttpClient http,
      String url,
      String token,
      JoinRequest request,
      Consumer<SignalResponse> responses)
      throws IOException {
    return join(http, url, token, request, responses, why -> {});
  }

  /**
   * The same.
   *
   * @param closed called once when the connection ends, with what is known of the reason
   */
  public static SignalClient join(
      HttpClient http,
      String url,
      String token,
      JoinRequest request,
      Consumer<SignalResponse> responses,
      Consumer<String> closed)
      throws IOException {
    URI uri = URI.create(url + path(token, request));
    try {
      return new SignalClient(
          http.newWebSocketBuilder()
              .connectTimeout(PATIENCE)
              .buildAsync(uri, new Frames(responses, closed))
              .join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        throw new Refused(refused);
      }
      throw new IOException("no answer to the join: " + e.getCause(), e);
    }
  }

  /** The path of a join, with its query. */
  public static String path(String token, JoinRequest request) {
    return "/rtc/v1?access_token=" + token + "&join_request=" + wrap(request);
  }

  private static String wrap(JoinRequest request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      request.writeTo(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] wrapped =
        WrappedJoinRequest.newBuilder()
            .setCompression(WrappedJoinRequest.Compression.GZIP)
            .setJoinRequest(com.google.protobuf.ByteString.copyFrom(bytes.toByteArray()))
            .build()
            .toByteArray();
    return Base64.getUrlEncoder().encodeToString(wrapped);
  }

  /** Sends one request; one at a time. */
  public synchronized CompletableFuture<WebSocket> send(SignalRequest request) {
    return socket.sendBinary(ByteBuffer.wrap(request.toByteArray()), true);
  }

  /** Ends the connection without a word; nothing more is received. */
  public void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    // Nobody waits: a socket that is gone already is as closed as it can be.
    CompletableFuture<WebSocket> unused = socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
  }

  private static final class Frames implements WebSocket.Listener {
    private final Consumer<SignalResponse> responses;
    private final Consumer<String> closed;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    Frames(Consumer<SignalResponse> responses, Consumer<String> closed) {
      this.responses = responses;
      this.closed = closed;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.accept("closed with " + code + (reason.isEmpty() ? "" : ": " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.accept(String.valueOf(error.getMessage()));
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      message.writeBytes(part);
      if (last) {
        try {
          responses.accept(SignalResponse.parseFrom(message.toByteArray()));
        } catch (InvalidProtocolBufferException e) {
          throw new UncheckedIOException(e);
        }
        message.reset();
      }
      socket.request(1);
      return null;
    }
  }
}
