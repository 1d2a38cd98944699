package akkord.api.signal;

import akka.NotUsed;
import akka.http.javadsl.model.ws.Message;
import akka.stream.ThrottleMode;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import akkord.proto.SignalRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * One message of a client.
 *
 * @param request empty if it cannot be read
 * @param problem why it cannot be read
 * @param size in bytes
 */
record Inbound(
    SignalCodec.Format format, Optional<SignalRequest> request, String problem, int size) {
  /** A second's allowance: each message costs 1, and 1 more for each kilobyte. */
  private static final int ALLOWANCE = 256;

  /** What a client may use up at once: two of the largest messages. */
  private static final int BURST = 16 * ALLOWANCE;

  /**
   * Reads strict messages. A client that sends more than a participant can take is read more
   * slowly: what waits for an actor has no other bound.
   */
  static Flow<Message, Inbound, NotUsed> flow() {
    return Flow.<Message>create()
        .map(Inbound::read)
        .throttle(ALLOWANCE, Duration.ofSeconds(1), BURST, Inbound::cost, ThrottleMode.shaping());
  }

  private int cost() {
    return 1 + size / 1024;
  }

  private static Inbound read(Message message) {
    SignalCodec.Format format =
        message.isText() ? SignalCodec.Format.TEXT : SignalCodec.Format.BINARY;
    ByteString bytes =
        message.isText()
            ? ByteString.fromString(message.asTextMessage().getStrictText())
            : message.asBinaryMessage().getStrictData();
    Optional<SignalRequest> request = SignalCodec.decode(bytes, format);
    String expected = format == SignalCodec.Format.TEXT ? "protobuf JSON" : "protobuf";
    return new Inbound(format, request, request.isPresent() ? "" : "not " + expected, bytes.size());
  }
}
