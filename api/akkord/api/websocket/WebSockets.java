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
 * <p>Akka HTTP's own messages start two streams for each one that comes in, 0.3 ms each time for a
 * ping of a few bytes: here it is given frames instead, by the door that it keeps for that.
 */
public final class WebSockets {
  /** The largest message where there is no limit: larger ones would not fit into an array. */
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
