package akkord.api.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.NotUsed;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.stream.BoundedSourceQueue;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sees on the wire, byte by byte, and what the handler behind the socket gets. */
@Timeout(60)
class WebSocketsTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final int LIMIT = 100_000;
  private static final BlockingQueue<Handler> HANDLERS = new LinkedBlockingQueue<>();
  private static final ServerBinding SERVER =
      Http.get(KIT.system())
          .newServerAt("127.0.0.1", 0)
          .bindSync(
              request ->
                  WebSockets.accept(
                      request.getAttribute(AttributeKeys.webSocketUpgrade).orElseThrow(),
                      new Handler().flow(),
                      LIMIT))
          .toCompletableFuture()
          .join();

  /** The server's end of a socket: hands over messages one by one, and tells how the end came. */
  private static final class Handler {
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private BoundedSourceQueue<Message> replies;

    Flow<Message, Message, NotUsed> flow() {
      Sink<Message, ?> sink =
          Flow.<Message>create()
              .to(
                  Sink.<Message>foreach(arrived::add)
                      .mapMaterializedValue(
                          done ->
                              done.whenComplete(
                                  (ok, why) -> arrived.add(why == null ? "ended" : why))));
      return Flow.fromSinkAndSourceCoupledMat(sink, Source.<Message>queue(10_000), Keep.right())
          .mapMaterializedValue(
              queue -> {
                replies = queue;
                HANDLERS.add(this);
                return NotUsed.notUsed();
              });
    }

    Object next() throws InterruptedException {
      Object next = arrived.poll(20, TimeUnit.SECONDS);
      return next instanceof CompletionException || next instanceof ExecutionException
          ? ((Exception) next).getCause()
          : next;
    }
  }

  private final RawWebSocket client;
  private final Handler handler;

  WebSocketsTest() throws Exception {
    client = RawWebSocket.open(SERVER.localAddress());
    handler = HANDLERS.take();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static RawWebSocket.Frame close(int code, String reason) {
    return RawWebSocket.Frame.of(8, RawWebSocket.closePayload(code, reason));
  }

  private void expectRefused(int code, String reason) throws Exception {
    assertEquals(close(code, reason), client.read());
    var broken = assertInstanceOf(WebSocketException.class, handler.next());
    assertEquals(code, broken.code());
    assertEquals(reason, broken.getMessage());
    client.write(8, true, RawWebSocket.closePayload(code, ""));
    client.expectEnd();
  }

  @Test
  void messagesGoBothWays() throws Exception {
    client.write(1, true, "hällo".getBytes(UTF_8));
    assertEquals("hällo", ((Message) handler.next()).asTextMessage().getStrictText());
    byte[] large = new byte[LIMIT];
    large[LIMIT - 1] = 7;
    client.write(2, true, large);
    assertEquals(
        ByteString.fromArray(large), ((Message) handler.next()).asBinaryMessage().getStrictData());
    handler.replies.offer(TextMessage.create("grüezi"));
    handler.replies.offer(BinaryMessage.create(ByteString.fromArray(large)));
    assertEquals(RawWebSocket.Frame.text("grüezi"), client.read());
    assertEquals(RawWebSocket.Frame.of(2, large), client.read());
    client.drop();
    assertEquals("ended", handler.next());
  }

  @Test
  void pingsAreAnsweredAlsoBetweenFragments() throws Exception {
    client.write(1, false, new byte[] {'a'});
    client.write(9, true, new byte[] {1, 2, 3});
    assertEquals(RawWebSocket.Frame.of(10, new byte[] {1, 2, 3}), client.read());
    client.write(0, true, new byte[] {'b'});
    assertEquals("ab", ((Message) handler.next()).asTextMessage().getStrictText());
    client.drop();
  }

  @Test
  void aSilentClientIsPinged() throws Exception {
    assertEquals(RawWebSocket.Frame.of(9, new byte[0]), client.read());
    client.write(10, true, new byte[0]);
    client.write(1, true, new byte[] {'a'});
    assertEquals("a", ((Message) handler.next()).asTextMessage().getStrictText());
    client.drop();
  }

  @Test
  void aClientThatClosesIsAnsweredAndTheHandlerEnds() throws Exception {
    client.write(8, true, RawWebSocket.closePayload(4321, "bye"));
    assertEquals(close(4321, "bye"), client.read());
    client.expectEnd();
    assertEquals("ended", handler.next());
  }

  @Test
  void whenTheHandlerEndsWhatItSaidIsWrittenAndThenTheCloseFrame() throws Exception {
    handler.replies.offer(TextMessage.create("last"));
    handler.replies.complete();
    assertEquals(RawWebSocket.Frame.text("last"), client.read());
    assertEquals(close(1000, ""), client.read());
    client.write(2, true, new byte[10]); // on its way before the client saw that
    client.write(8, true, RawWebSocket.closePayload(1000, ""));
    client.expectEnd();
  }

  @Test
  void aClientThatDoesNotAnswerACloseFrameIsCutOff() throws Exception {
    handler.replies.complete();
    assertEquals(close(1000, ""), client.read());
    client.expectEnd();
  }

  @Test
  void aClientThatBreaksTheRulesIsToldWhich() throws Exception {
    client.write(0, true, new byte[1]);
    expectRefused(1002, "there is no message to continue");
  }

  @Test
  void aClientThatSendsTooMuchIsToldSo() throws Exception {
    client.writeHeaderOnly(LIMIT + 1L);
    expectRefused(1009, "message larger than " + LIMIT + " bytes");
  }

  @Test
  void aMessageThatNeverEndsIsNotAwaitedForEver() throws Exception {
    client.write(2, false, new byte[1]);
    RawWebSocket.Frame frame = client.read();
    while (frame.opcode() == 9) {
      frame = client.read();
    }
    assertEquals(close(1008, "the rest of a message did not come"), frame);
    assertInstanceOf(WebSocketException.class, handler.next());
  }

  @Test
  void pingsOfAClientThatDoesNotReadArePutOffNotGathered() throws Exception {
    byte[] ping = new byte[125];
    long written = 0;
    for (int more = 1; more > 0 && written < 64 << 20; written += more) {
      more = client.writeSome(9, ping);
    }
    assertTrue(written < 32 << 20, written + " bytes of pings were taken");
    client.drop();
    assertNotNull(handler.next(), "the handler was not told");
  }
}
