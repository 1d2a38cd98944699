package akkord.actors.participant;

import akkord.actors.Guid;
import akkord.proto.DisconnectReason;
import akkord.proto.LeaveRequest.Action;
import akkord.proto.SessionDescription;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;

/** How clients come to a participant: for the first time, again, or after a crash of ours. */
final class Arrivals {
  private final Participant participant;
  private final String region;
  private final Simulation simulation;
  private final Logger log;
  private Optional<Waiting> waiting = Optional.empty();

  /** A join that the room has not answered yet. */
  private record Waiting(SignalPort port, Optional<SessionDescription> offer) {}

  Arrivals(Participant participant, String region, Simulation simulation, Logger log) {
    this.log = log;
    this.participant = participant;
    this.region = region;
    this.simulation = simulation;
  }

  /** Lets a client in, in one of three ways. */
  void on(Participant.Arrival arrival) {
    switch (arrival) {
      case Participant.Join join -> onJoin(join);
      case Participant.Resume resume -> onResume(resume);
      case Participant.Reconnect reconnect -> onReconnect(reconnect);
    }
  }

  /** Begins a session, which the room has to let in. */
  private void onJoin(Participant.Join join) {
    participant
        .current()
        .ifPresent(
            s -> participant.leave(s, DisconnectReason.DUPLICATE_IDENTITY, Action.DISCONNECT));
    Profile profile = Profile.of(Guid.of("PA_"), join.options(), region, Instant.now());
    SignalPort port = new SignalPort(join.client(), join.memory(), join.replyTo());
    Session session = participant.begin(join.options(), profile, port);
    waiting = Optional.of(new Waiting(port, join.options().publisherOffer()));
    session.askRoom();
  }

  /** Brings back the session of an actor that died. */
  private void onResume(Participant.Resume resume) {
    String sid = resume.memo().session();
    SignalPort port = new SignalPort(resume.client(), resume.memory(), resume.replyTo());
    Optional<Session> current = participant.current();
    if (current.isEmpty()) {
      Profile profile = new Profile(resume.memo().info());
      Session session = participant.begin(resume.options(), profile, port);
      session.resume(resume.memo());
      if (!session.isActive()) {
        participant.deadlines().expectActive(session);
      }
      participant.accept(session);
      log.info("{} is back", sid);
    } else if (current.get().sid().equals(sid)) {
      participant.accept(current.get());
    } else {
      new ClientLink(port, resume.options().client())
          .leave(DisconnectReason.DUPLICATE_IDENTITY, Action.DISCONNECT);
      port.replies().tell(new JoinReply.Refused(409, "the identity has joined again"));
    }
  }

  /** Lets a client go on with its session on another socket. */
  private void onReconnect(Participant.Reconnect reconnect) {
    String sid = reconnect.session();
    SignalPort port = new SignalPort(reconnect.client(), reconnect.memory(), reconnect.replyTo());
    participant
        .current()
        .filter(participant.deadlines()::expectsLeave)
        .ifPresent( // there are no transports to go on with
            s -> participant.leave(s, DisconnectReason.CONNECTION_TIMEOUT, Action.RECONNECT));
    Optional<Session> current = participant.current().filter(Session::isAdmitted);
    if (current.isEmpty()) {
      port.replies()
          .tell(new JoinReply.NoSession(DisconnectReason.STATE_MISMATCH, Action.RECONNECT));
    } else if (!sid.isEmpty() && !current.get().sid().equals(sid)) {
      port.replies()
          .tell(new JoinReply.NoSession(DisconnectReason.DUPLICATE_IDENTITY, Action.DISCONNECT));
    } else if (simulation.refusesResume(System.nanoTime())) {
      port.replies().tell(new JoinReply.Refused(503, "the client asked for this failure"));
    } else {
      participant.goOn(current.get(), port);
      if (simulation.cutsResumed(System.nanoTime())) {
        current.get().link().release();
        current.get().signalLost();
      }
    }
  }

  /** The room let the waiting join in: the offer that came with it, if the join was new. */
  Optional<SessionDescription> admitted(Session session) {
    Optional<Waiting> join = waiting;
    waiting = Optional.empty();
    join.ifPresent(
        unused -> {
          participant.accept(session);
          participant.deadlines().expectActive(session);
        });
    return join.flatMap(Waiting::offer);
  }

  /** No session came of the waiting join. */
  void refuse(int status, String message) {
    waiting.ifPresent(join -> join.port().replies().tell(new JoinReply.Refused(status, message)));
    waiting = Optional.empty();
  }
}
