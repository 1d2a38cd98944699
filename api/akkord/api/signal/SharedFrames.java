package akkord.api.signal;

import akka.http.javadsl.model.ws.Message;
import akkord.proto.SignalResponse;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Encodes what goes to many clients once. A room tells everyone by the same object; the frames of
 * the last few such objects stay at hand for the next client. Used by all connections of a node.
 */
final class SharedFrames {
  private static final int CAPACITY = 64;

  private final AtomicReferenceArray<Encoded> recent = new AtomicReferenceArray<>(CAPACITY);

  private record Encoded(SignalResponse response, SignalCodec.Format format, Message frame) {}

  /** The response as a frame; several clients get the same frame if it was sent to them lately. */
  @SuppressWarnings("ReferenceEquality") // comparing contents would cost what encoding costs
  Message encode(SignalResponse response, SignalCodec.Format format) {
    if (!response.hasUpdate()) {
      return SignalCodec.encode(response, format);
    }
    int slot = Math.floorMod(31 * System.identityHashCode(response) + format.hashCode(), CAPACITY);
    Encoded known = recent.get(slot);
    if (known != null && known.response() == response && known.format() == format) {
      return known.frame();
    }
    Message frame = SignalCodec.encode(response, format);
    recent.set(slot, new Encoded(response, format, frame));
    return frame;
  }
}
