package akkord.api.room;

import akka.util.ByteString;
import com.google.protobuf.Message;
import java.util.concurrent.CompletionStage;

/**
 * A method of the service.
 *
 * @param request of the type that it takes
 * @param handler fails or throws a {@link TwirpError} for whatever is the caller's affair
 */
record Method<M extends Message>(M request, Handler<M> handler) {
  /** Carries out a call. */
  @FunctionalInterface
  interface Handler<M> {
    CompletionStage<? extends Message> handle(Call call, M request);
  }

  CompletionStage<? extends Message> invoke(Call call, ByteString body, TwirpCodec.Format format) {
    return handler.handle(call, TwirpCodec.decode(body, format, request));
  }
}
