package akkord.api.signal;

import akka.actor.typed.ActorRef;
import akkord.proto.SignalRequest;
import java.util.Optional;

/**
 * The client's request that no participant has taken yet. Nothing more is read meanwhile; when the
 * participant dies before it has seen the request, the one that comes back gets it.
 */
final class PendingRequest {
  private Optional<SignalRequest> request = Optional.empty();
  private ActorRef<Ack> next;

  /**
   * Keeps a request.
   *
   * @param next lets the socket be read on
   */
  void hold(SignalRequest request, ActorRef<Ack> next) {
    this.request = Optional.of(request);
    this.next = next;
  }

  /** What is held. */
  Optional<SignalRequest> request() {
    return request;
  }

  /** Lets it go and reads on; harmless if nothing is held. */
  void release() {
    request = Optional.empty();
    if (next != null) {
      next.tell(Ack.INSTANCE);
      next = null;
    }
  }
}
