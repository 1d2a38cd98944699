package akkord.api.websocket;

import akka.http.impl.engine.ws.FrameEvent;
import akka.http.impl.engine.ws.FrameStart;
import akka.http.javadsl.model.ws.Message;
import akka.stream.Attributes;
import akka.stream.BidiShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import scala.Option;

/**
 * Frames of one client to messages and back, with pings and the closing handshake (RFC 6455
 * sections 5.5 and 7). Reads on only when the message before was taken and a ping was answered, so
 * at most one message and one control frame are ever held here.
 */
final class MessageStage extends GraphStage<BidiShape<FrameEvent, Message, Message, FrameEvent>> {
  /** A client that was silent for so long is sent a ping (row W-05). */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  /** How long the rest of a message may take to come. */
  private static final Duration FRAGMENT_TIMEOUT = Duration.ofSeconds(10);

  /** How long a close frame may wait to be written, and the client may take to answer it. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private enum Timer {
    KEEP_ALIVE,
    REST_OF_MESSAGE,
    CLOSE
  }

  private final Inlet<FrameEvent> framesIn = Inlet.create("MessageStage.framesIn");
  private final Outlet<Message> messagesOut = Outlet.create("MessageStage.messagesOut");
  private final Inlet<Message> messagesIn = Inlet.create("MessageStage.messagesIn");
  private final Outlet<FrameEvent> framesOut = Outlet.create("MessageStage.framesOut");
  private final BidiShape<FrameEvent, Message, Message, FrameEvent> shape =
      BidiShape.of(framesIn, messagesOut, messagesIn, framesOut);
  private final int limit;

  /**
   * @param limit the largest message of the client in bytes
   */
  MessageStage(int limit) {
    this.limit = limit;
  }

  @Override
  public BidiShape<FrameEvent, Message, Message, FrameEvent> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private final FrameReader reader = new FrameReader(limit);
    private long heardAt = System.nanoTime();

    /** Our close frame is on its way: nothing follows it, and nothing but its answer is of use. */
    private boolean closing;

    private boolean closeSent;
    private boolean peerClosed;

    private Logic() {
      super(shape);
      setHandler(framesIn, new FromClient());
      setHandler(messagesOut, new ToHandler());
      setHandler(messagesIn, new FromHandler());
      setHandler(framesOut, new ToClient());
    }

    @Override
    public void preStart() {
      scheduleOnce(Timer.KEEP_ALIVE, KEEP_ALIVE);
    }

    @Override
    public void onTimer(Object timer) {
      switch ((Timer) timer) {
        case KEEP_ALIVE -> keepAlive();
        case REST_OF_MESSAGE ->
            refuse(
                new WebSocketException(
                    CloseCode.POLICY_VIOLATION, "the rest of a message did not come"));
        case CLOSE -> completeStage();
      }
    }

    private void keepAlive() {
      Duration rest = KEEP_ALIVE.minusNanos(System.nanoTime() - heardAt);
      if (!rest.isPositive()) {
        rest = KEEP_ALIVE;
        // Where nothing can be written, what waits already asks the client for a sign of life.
        if (isAvailable(framesOut) && !closing) {
          push(framesOut, Opcode.PING.frame(ByteString.emptyByteString()));
        }
      }
      scheduleOnce(Timer.KEEP_ALIVE, rest);
    }

    private void take(FrameReader.Result result) {
      switch (result) {
        case FrameReader.Complete(var message) -> deliver(message);
        case FrameReader.Ping(var payload) ->
            emit(framesOut, Opcode.PONG.frame(payload), this::readOn);
        case FrameReader.Close(var payload) -> {
          peerClosed = true;
          close(Opcode.CLOSE.frame(payload));
        }
        case FrameReader.Pong _, FrameReader.Incomplete _ -> readOn();
      }
      if (!reader.inMessage()) {
        cancelTimer(Timer.REST_OF_MESSAGE);
      } else if (!isTimerActive(Timer.REST_OF_MESSAGE)) {
        scheduleOnce(Timer.REST_OF_MESSAGE, FRAGMENT_TIMEOUT);
      }
    }

    private void deliver(Message message) {
      if (isClosed(messagesOut)) {
        readOn();
      } else {
        push(messagesOut, message);
      }
    }

    private void readOn() {
      if (!isClosed(framesIn) && !hasBeenPulled(framesIn)) {
        pull(framesIn);
      }
    }

    private void refuse(WebSocketException broken) {
      close(FrameEvent.closeFrame(broken.code(), broken.getMessage(), Option.empty()));
      fail(messagesOut, broken);
    }

    private void close(int code) {
      close(FrameEvent.closeFrame(code, "", Option.empty()));
    }

    /**
     * Sends a close frame; the connection ends once the client has sent one too (section 7.1.1).
     */
    private void close(FrameEvent frame) {
      if (closing) {
        return;
      }
      closing = true;
      cancelTimer(Timer.REST_OF_MESSAGE);
      scheduleOnce(Timer.CLOSE, CLOSE_TIMEOUT);
      emit(
          framesOut,
          frame,
          () -> {
            closeSent = true;
            if (peerClosed || isClosed(framesIn)) {
              completeStage();
            } else {
              scheduleOnce(Timer.CLOSE, CLOSE_TIMEOUT);
              readOn();
            }
          });
    }

    private final class FromClient extends AbstractInHandler {
      @Override
      public void onPush() {
        heardAt = System.nanoTime();
        FrameEvent piece = grab(framesIn);
        if (closing) {
          awaitClose(piece);
          return;
        }
        try {
          take(reader.read(piece));
        } catch (WebSocketException broken) {
          refuse(broken);
        }
      }

      private void awaitClose(FrameEvent piece) {
        if (piece instanceof FrameStart start && Opcode.of(start.header()) == Opcode.CLOSE) {
          completeStage();
        } else {
          readOn();
        }
      }

      @Override
      public void onUpstreamFinish() {
        // The close frame still goes out to a client that ended its half of the connection.
        if (!closing || closeSent) {
          completeStage();
        }
      }

      @Override
      public void onUpstreamFailure(Throwable cause) {
        fail(messagesOut, cause);
        close(CloseCode.PROTOCOL_ERROR);
      }
    }

    private final class ToHandler extends AbstractOutHandler {
      @Override
      public void onPull() {
        readOn();
      }

      @Override
      public void onDownstreamFinish(Throwable cause) {
        readOn();
      }
    }

    private final class FromHandler extends AbstractInHandler {
      @Override
      public void onPush() {
        Message message = grab(messagesIn);
        if (!closing) {
          emit(
              framesOut,
              message.isText()
                  ? Opcode.TEXT.frame(
                      ByteString.fromString(message.asTextMessage().getStrictText()))
                  : Opcode.BINARY.frame(message.asBinaryMessage().getStrictData()));
        }
      }

      @Override
      public void onUpstreamFinish() {
        close(CloseCode.NORMAL);
      }

      @Override
      public void onUpstreamFailure(Throwable cause) {
        close(CloseCode.INTERNAL_ERROR);
      }
    }

    private final class ToClient extends AbstractOutHandler {
      @Override
      public void onPull() {
        if (!closing && !isClosed(messagesIn) && !hasBeenPulled(messagesIn)) {
          pull(messagesIn);
        }
      }
    }
  }
}
