package akkord.api.signal;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ws.Message;
import akka.stream.ThrottleMode;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import akkord.proto.SignalRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One message of a client.
 *
 * @param request empty if it cannot be read
 * @param problem why it cannot be read
 * @param size in bytes
 */
record Inbound(
    SignalCodec.Format format, Optional<SignalRequest> request, String problem, int size) {
  private static final Duration FRAGMENT_TIMEOUT = Duration.ofSeconds(10);

  /** A second's allowance: each message costs 1, and 1 more for each kilobyte. */
  private static final int ALLOWANCE = 256;

  /** What a client may use up at once: two of the largest messages. */
  private static final int BURST = 16 * ALLOWANCE;

  /**
   * Reads frames, one at a time; fragments are gathered up to {@code maxSize} bytes (0: no limit).
   * A client that sends more than a participant can take is read more slowly: what waits for an
   * actor has no other bound.
   */
  static Flow<Message, Inbound, NotUsed> flow(int maxSize, ActorSystem<?> system) {
    long limit = maxSize == 0 ? Long.MAX_VALUE : maxSize;
    return Flow.<Message>create()
        .mapAsync(1, message -> read(message, limit, system))
        .throttle(ALLOWANCE, Duration.ofSeconds(1), BURST, Inbound::cost, ThrottleMode.shaping());
  }

  private int cost() {
    return 1 + size / 1024;
  }

  private static CompletionStage<Inbound> read(Message message, long limit, ActorSystem<?> system) {
    SignalCodec.Format format =
        message.isText() ? SignalCodec.Format.TEXT : SignalCodec.Format.BINARY;
    if (message.isStrict()) {
      return CompletableFuture.completedFuture(decode(strict(message), format, limit));
    }
    return streamed(message)
        .limitWeighted(limit, bytes -> (long) bytes.size())
        .completionTimeout(FRAGMENT_TIMEOUT)
        .runFold(ByteString.emptyByteString(), ByteString::concat, system)
        .thenApply(bytes -> decode(bytes, format, limit))
        .exceptionally(
            cause -> new Inbound(format, Optional.empty(), "too large or never completed", 0));
  }

  private static Inbound decode(ByteString bytes, SignalCodec.Format format, long limit) {
    if (bytes.size() > limit) {
      return new Inbound(format, Optional.empty(), "larger than " + limit + " bytes", 0);
    }
    Optional<SignalRequest> request = SignalCodec.decode(bytes, format);
    String expected = format == SignalCodec.Format.TEXT ? "protobuf JSON" : "protobuf";
    return new Inbound(format, request, request.isPresent() ? "" : "not " + expected, bytes.size());
  }

  private static ByteString strict(Message message) {
    return message.isText()
        ? ByteString.fromString(message.asTextMessage().getStrictText())
        : message.asBinaryMessage().getStrictData();
  }

  private static Source<ByteString, ?> streamed(Message message) {
    return message.isText()
        ? message.asTextMessage().getStreamedText().map(ByteString::fromString)
        : message.asBinaryMessage().getStreamedData();
  }
}
