package akkord.api.signal;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ws.Message;
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
 */
record Inbound(SignalCodec.Format format, Optional<SignalRequest> request, String problem) {
  private static final Duration FRAGMENT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Reads frames, one at a time; fragments are gathered up to {@code maxSize} bytes (0: no limit).
   */
  static Flow<Message, Inbound, NotUsed> flow(int maxSize, ActorSystem<?> system) {
    long limit = maxSize == 0 ? Long.MAX_VALUE : maxSize;
    return Flow.<Message>create().mapAsync(1, message -> read(message, limit, system));
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
            cause -> new Inbound(format, Optional.empty(), "too large or never completed"));
  }

  private static Inbound decode(ByteString bytes, SignalCodec.Format format, long limit) {
    if (bytes.size() > limit) {
      return new Inbound(format, Optional.empty(), "larger than " + limit + " bytes");
    }
    Optional<SignalRequest> request = SignalCodec.decode(bytes, format);
    String expected = format == SignalCodec.Format.TEXT ? "protobuf JSON" : "protobuf";
    return new Inbound(format, request, request.isPresent() ? "" : "not " + expected);
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
