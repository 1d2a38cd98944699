package akkord.api.websocket;

import akka.NotUsed;
import akka.http.impl.engine.ws.FrameEvent;
import akka.http.impl.engine.ws.UpgradeToWebSocketLowLevel;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import scala.Option;

/**
 * Answers requests that want to become WebSockets.
 *
 * <p>Akka HTTP's message API starts two streams for each message that comes in, which costs more
 * than all else about a ping. Frames pass through the door that it has for them, which it calls
 * internal: only this package goes through it.
 */
public final class WebSockets {
  /** The largest message where there is no limit: it is gathered and copied as an array. */
  private static final int LARGEST = 1 << 28;

  private WebSockets() {}

  /**
   * Accepts the upgrade. What the client sends reaches {@code handler} as whole (strict) messages;
   * what {@code handler} emits has to be strict too. A client that breaks a rule is sent a close
   * code that says which, and {@code handler} fails with a {@link WebSocketException}.
   *
   * @param maxMessage the largest message of the client in bytes, 0 for 256 MiB
   */
  public static HttpResponse accept(
      WebSocketUpgrade upgrade, Flow<Message, Message, NotUsed> handler, int maxMessage) {
    int limit = maxMessage == 0 ? LARGEST : maxMessage;
    Flow<FrameEvent, FrameEvent, Object> frames =
        BidiFlow.fromGraph(new MessageStage(limit))
            .join(handler)
            .mapMaterializedValue(none -> (Object) none);
    return ((UpgradeToWebSocketLowLevel) upgrade).handleFrames(frames, Option.empty());
  }
}
