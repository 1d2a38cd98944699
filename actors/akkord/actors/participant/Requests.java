package akkord.actors.participant;

import akkord.actors.ActorSettings;
import akkord.media.sdp.SdpException;
import akkord.proto.LeaveRequest.Action;
import akkord.proto.SignalRequest;
import java.util.Optional;

/** What a client says to its participant: most of it is for the session, some may end it. */
final class Requests {
  private final Participant participant;
  private final ActorSettings settings;
  private final Simulation simulation;

  Requests(Participant participant, ActorSettings settings, Simulation simulation) {
    this.participant = participant;
    this.settings = settings;
    this.simulation = simulation;
  }

  /**
   * Takes a message of the client, and says so first: one that ends this actor is not to come to
   * the next.
   */
  void take(Optional<Session> session, Participant.Signal signal) {
    signal.replyTo().tell(new JoinReply.Taken());
    session.ifPresent(s -> on(s, signal.request()));
  }

  /** Handles a message of the client. */
  void on(Session session, SignalRequest request) {
    if (!session.isAdmitted()) {
      return;
    }
    try {
      switch (request.getMessageCase()) {
        case LEAVE ->
            participant.leave(session, Signals.reason(request.getLeave()), Action.DISCONNECT);
        case SIMULATE -> simulation.run(session, request.getSimulate(), System.nanoTime());
        case SYNC_STATE ->
            new StateSync(session)
                .apply(request.getSyncState())
                .ifPresent(why -> participant.fail(session, why));
        default -> new Signals(session, settings).on(request);
      }
    } catch (SdpException e) {
      participant.fail(session, "unusable session description: " + e.getMessage());
    }
  }
}
