package akkord.api.signal;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.http.javadsl.model.ws.Message;
import akka.stream.BoundedSourceQueue;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.typed.javadsl.ActorSink;
import akkord.actors.Nodes;
import akkord.actors.participant.JoinOptions;
import akkord.actors.participant.JoinReply;
import akkord.actors.participant.LeaveRequests;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantMemo;
import akkord.actors.participant.SignalLoss;
import akkord.api.websocket.WebSocketException;
import akkord.proto.ParticipantInfo;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Holds one client's socket. It starts the session before the socket opens, carries messages both
 * ways, answers pings, and keeps what the participant needs to come back after a crash: the join
 * options, the newest memo and the request that it has not taken.
 */
final class SignalConnection extends AbstractOnMessageBehavior<SignalConnection.Command> {
  /** What a connection is told. */
  sealed interface Command {}

  private record Replied(JoinReply reply) implements Command {}

  private record Respond(SignalResponse response) implements Command {}

  private record Remember(ParticipantMemo memo) implements Command {}

  private record SocketAttached(BoundedSourceQueue<Outbox.Frame> queue) implements Command {}

  private record SocketReading(ActorRef<Ack> next) implements Command {}

  private record Received(Inbound inbound, ActorRef<Ack> next) implements Command {}

  private record SocketClosed() implements Command {}

  private record SocketFailed(Throwable why) implements Command {}

  /** This node ends, its cluster may not. */
  record NodeEnds() implements Command {}

  private enum Internal implements Command {
    PARTICIPANT_GONE,
    RESUME_PARTICIPANT,
    RENEW_TOKEN,
    PHASE_TIMED_OUT,
    NOT_ATTACHED
  }

  /** Where a connection stands. */
  private enum Phase {
    /** The participant has not accepted or not spoken yet; there is no socket. */
    JOINING,
    /** The session runs. */
    OPEN,
    /** The participant died and is being brought back; the client is not read meanwhile. */
    RESUMING,
    /** The last message is on its way out. */
    CLOSING
  }

  // Akka HTTP gives a connection up that does nothing for so long; a busy machine takes its time.
  private static final Duration ATTACH_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  // The leave of a participant on another node may arrive after the news of its end.
  private static final Duration RESUME_DELAY = Duration.ofMillis(200);
  private static final Duration RESUME_INTERVAL = Duration.ofSeconds(1);
  private static final Duration RESUME_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration TOKEN_INTERVAL = Duration.ofMinutes(5);

  private final SignalConnections.Open open;
  private final SignalSettings settings;
  private final RecipientRef<Participant.Command> entity;
  private final ActorRef<SignalConnections.Command> parent;
  private final TimerScheduler<Command> timers;
  private final ActorRef<JoinReply> replies;
  private final ActorRef<SignalResponse> responses;
  private final ActorRef<ParticipantMemo> memory;
  private final Outbox outbox;
  private Phase phase = Phase.JOINING;
  private boolean spoken;
  private String session = "";
  private ActorRef<Participant.Command> participant;
  private BooleanSupplier nodeLost = () -> false;
  private JoinOptions options;
  private ParticipantMemo memo;
  private Optional<ParticipantInfo> tokenFor = Optional.empty();
  private final PendingRequest pending = new PendingRequest();
  private boolean sessionEnded;
  private boolean socketGone;
  private SignalLoss loss = SignalLoss.CLIENT_GONE;

  /** Tries to start the session that {@code open} asks for. */
  static Behavior<Command> create(
      SignalConnections.Open open,
      SignalSettings settings,
      SharedFrames frames,
      RecipientRef<Participant.Command> entity,
      ActorRef<SignalConnections.Command> parent) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  SignalConnection connection =
                      new SignalConnection(context, timers, open, settings, frames, entity, parent);
                  connection.join();
                  return connection;
                }));
  }

  private SignalConnection(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      SignalConnections.Open open,
      SignalSettings settings,
      SharedFrames frames,
      RecipientRef<Participant.Command> entity,
      ActorRef<SignalConnections.Command> parent) {
    super(context);
    context.setLoggerName(SignalConnection.class);
    this.timers = timers;
    this.open = open;
    options = open.options();
    this.settings = settings;
    this.entity = entity;
    this.parent = parent;
    replies = context.messageAdapter(JoinReply.class, Replied::new);
    responses = context.messageAdapter(SignalResponse.class, Respond::new);
    memory = context.messageAdapter(ParticipantMemo.class, Remember::new);
    outbox = new Outbox(settings, frames);
  }

  private void join() {
    entity.tell(
        open.resumes()
            .<Participant.Command>map(
                sid -> new Participant.Reconnect(options, sid, responses, memory, replies))
            .orElseGet(() -> new Participant.Join(options, responses, memory, replies)));
    startPhaseTimer(settings.joinTimeouts().get(open.attempt()));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return switch (command) {
      case Replied(var reply) -> onReply(reply);
      case Respond(var response) -> onResponse(response);
      case Remember(var newest) -> onMemo(newest);
      case SocketAttached(var queue) -> onAttached(queue);
      case SocketReading(var next) -> {
        next.tell(Ack.INSTANCE);
        yield this;
      }
      case Received received -> onReceived(received);
      case SocketClosed _ -> onSocketClosed();
      case SocketFailed(var why) -> onSocketFailed(why);
      case Internal.PARTICIPANT_GONE -> onParticipantGone();
      case Internal.RESUME_PARTICIPANT -> onResumeParticipant();
      case Internal.RENEW_TOKEN -> onRenewToken();
      case Internal.PHASE_TIMED_OUT -> onPhaseTimedOut();
      case Internal.NOT_ATTACHED -> drop(SignalLoss.CLIENT_GONE, "never opened its socket");
      case NodeEnds _ -> onNodeEnds();
    };
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) {
    if (signal instanceof PostStop) {
      if (participant != null && !sessionEnded) {
        participant.tell(new Participant.SignalClosed(session, responses, loss));
      }
      outbox.close();
    }
    return this;
  }

  private Behavior<Command> onReply(JoinReply reply) {
    return switch (reply) {
      case JoinReply.Accepted accepted -> onAccepted(accepted);
      case JoinReply.Refused refused -> onRefused(refused);
      case JoinReply.NoSession none -> onNoSession(none);
      case JoinReply.Released _ -> onReleased();
      case JoinReply.Taken _ -> onTaken();
    };
  }

  private Behavior<Command> onAccepted(JoinReply.Accepted accepted) {
    if (phase == Phase.CLOSING) {
      // It came back too late: the client has been told to join anew.
      accepted
          .participant()
          .tell(new Participant.SignalClosed(accepted.session(), responses, loss));
      return this;
    }
    session = accepted.session();
    options = accepted.options();
    participant = accepted.participant();
    nodeLost = Nodes.lossOf(getContext().getSystem(), participant);
    getContext().watchWith(participant, Internal.PARTICIPANT_GONE);
    if (phase == Phase.JOINING) {
      openWhenReady();
      return this;
    }
    if (phase != Phase.RESUMING) {
      return this;
    }
    timers.cancel(Internal.RESUME_PARTICIPANT);
    timers.cancel(Internal.PHASE_TIMED_OUT);
    phase = Phase.OPEN;
    pending.request().ifPresent(this::forward);
    return socketGone ? Behaviors.stopped() : this;
  }

  private Behavior<Command> onRefused(JoinReply.Refused refused) {
    if (phase == Phase.JOINING) {
      open.replyTo().tell(new Opening.Refused(refused.status(), refused.message()));
      return Behaviors.stopped();
    }
    return phase == Phase.RESUMING ? sendAwayToRejoin(refused.message()) : this;
  }

  private Behavior<Command> onNoSession(JoinReply.NoSession none) {
    int protocol = options.protocol();
    open.replyTo()
        .tell(
            new Opening.Farewell(LeaveRequests.of(none.reason(), none.action(), protocol).build()));
    return Behaviors.stopped();
  }

  /** The session goes on elsewhere. */
  private Behavior<Command> onReleased() {
    sessionEnded = true;
    if (phase != Phase.CLOSING) {
      closeAfterLastMessage();
    }
    return this;
  }

  private Behavior<Command> onResponse(SignalResponse response) {
    if (phase == Phase.CLOSING) {
      return this;
    }
    if (!outbox.offer(response)) {
      return drop(SignalLoss.TOO_SLOW, "reads too slowly");
    }
    spoken = true;
    openWhenReady();
    if (response.hasLeave()) {
      sessionEnded = true;
      closeAfterLastMessage();
    }
    return this;
  }

  /** The request is answered once the session is there and its first message is known (W-01). */
  private void openWhenReady() {
    if (phase == Phase.JOINING && spoken && participant != null) {
      phase = Phase.OPEN;
      timers.cancel(Internal.PHASE_TIMED_OUT);
      timers.startSingleTimer(Internal.NOT_ATTACHED, Internal.NOT_ATTACHED, ATTACH_TIMEOUT);
      open.replyTo().tell(new Opening.Opened(frames()));
      onRenewToken();
      timers.startTimerWithFixedDelay(Internal.RENEW_TOKEN, TOKEN_INTERVAL);
    }
  }

  /** Both directions end together, and with this actor, whoever ends first. */
  private Flow<Message, Message, NotUsed> frames() {
    ActorRef<Command> self = getContext().getSelf();
    return Flow.fromSinkAndSourceCoupledMat(
            Inbound.flow()
                .to(
                    ActorSink.<Inbound, Command, Ack>actorRefWithBackpressure(
                        self,
                        (next, inbound) -> new Received(inbound, next),
                        SocketReading::new,
                        Ack.INSTANCE,
                        new SocketClosed(),
                        SocketFailed::new)),
            outbox.source(),
            Keep.right())
        .mapMaterializedValue(
            queue -> {
              self.tell(new SocketAttached(queue));
              return NotUsed.notUsed();
            });
  }

  private Behavior<Command> onMemo(ParticipantMemo newest) {
    memo = newest;
    boolean newer = tokenFor.filter(last -> TokenRenewal.isSame(newest.info(), last)).isEmpty();
    return phase == Phase.OPEN && newer ? onRenewToken() : this;
  }

  private Behavior<Command> onRenewToken() {
    if (phase != Phase.OPEN || memo == null) {
      return this;
    }
    tokenFor = Optional.of(memo.info());
    return open.tokens()
        .renew(memo.info())
        .map(token -> onResponse(SignalResponse.newBuilder().setRefreshToken(token).build()))
        .orElse(this);
  }

  private Behavior<Command> onAttached(BoundedSourceQueue<Outbox.Frame> queue) {
    outbox.attach(queue);
    timers.cancel(Internal.NOT_ATTACHED);
    if (phase == Phase.CLOSING) {
      startPhaseTimer(CLOSE_TIMEOUT);
    } else {
      SignalMetrics.connectionOpened();
    }
    return this;
  }

  private Behavior<Command> onReceived(Received received) {
    Inbound inbound = received.inbound();
    outbox.use(inbound.format());
    if (phase == Phase.CLOSING) {
      received.next().tell(Ack.INSTANCE);
      return this;
    }
    if (inbound.request().isEmpty()) {
      return drop(SignalLoss.BAD_FRAME, "sent a message that is " + inbound.problem());
    }
    SignalRequest request = inbound.request().get();
    Behavior<Command> next = this;
    switch (request.getMessageCase()) {
      case PING, PING_REQ -> next = onResponse(Pings.answer(request, System.currentTimeMillis()));
      case MESSAGE_NOT_SET -> getContext().getLog().debug("{}: unknown request", open.who());
      default -> {
        pending.hold(request, received.next());
        if (phase == Phase.OPEN) {
          forward(request);
        }
        return this;
      }
    }
    received.next().tell(Ack.INSTANCE);
    return next;
  }

  private void forward(SignalRequest request) {
    participant.tell(new Participant.Signal(session, request, replies));
    if (request.hasLeave()) {
      sessionEnded = true;
      // Who left closes its socket itself, and may be told things until then.
      startPhaseTimer(CLOSE_TIMEOUT);
    }
  }

  private Behavior<Command> onTaken() {
    pending.release();
    if (phase == Phase.RESUMING && sessionEnded) {
      closeAfterLastMessage(); // its leave was heard, on another node, whose end was known first
    }
    return this;
  }

  private Behavior<Command> onSocketClosed() {
    if (outbox.stalled() && phase == Phase.OPEN) {
      return drop(SignalLoss.TOO_SLOW, "has stopped reading");
    }
    socketGone = true;
    return phase == Phase.RESUMING ? this : Behaviors.stopped();
  }

  private Behavior<Command> onSocketFailed(Throwable why) {
    if (why instanceof WebSocketException && phase != Phase.CLOSING) {
      return drop(SignalLoss.BAD_FRAME, "broke the rules of WebSocket: " + why.getMessage());
    }
    getContext().getLog().debug("{}: socket failed: {}", open.who(), why.getMessage());
    return onSocketClosed();
  }

  private Behavior<Command> onParticipantGone() {
    participant = null;
    if (sessionEnded && pending.request().isEmpty()) {
      closeAfterLastMessage();
      return this;
    }
    if (phase != Phase.OPEN) {
      return this; // a join that never spoke is tried again when its time is up
    }
    if (memo == null) {
      return sendAwayToRejoin("the participant ended before it was known");
    }
    if (nodeLost.getAsBoolean()) {
      return sendAwayToRejoin("the node of its room is lost");
    }
    phase = Phase.RESUMING;
    startPhaseTimer(RESUME_TIMEOUT);
    timers.startTimerWithFixedDelay(
        Internal.RESUME_PARTICIPANT, Internal.RESUME_PARTICIPANT, RESUME_DELAY, RESUME_INTERVAL);
    return this;
  }

  private Behavior<Command> onResumeParticipant() {
    getContext().getLog().info("{}: bringing the participant back", open.who());
    entity.tell(new Participant.Resume(options, memo, responses, memory, replies));
    return this;
  }

  private Behavior<Command> onPhaseTimedOut() {
    return switch (phase) {
      case JOINING -> {
        tryAgain();
        yield Behaviors.stopped();
      }
      case RESUMING -> sendAwayToRejoin("the participant did not come back");
      case OPEN, CLOSING -> Behaviors.stopped();
    };
  }

  private void tryAgain() {
    if (open.attempt() + 1 < settings.joinTimeouts().size()) {
      parent.tell(open.again());
    } else {
      open.replyTo().tell(new Opening.Refused(500, "could not start the session in time"));
    }
  }

  /** The session is lost on our side: the client joins anew by itself. */
  private Behavior<Command> sendAwayToRejoin(String why) {
    getContext().getLog().warn("{}: client must rejoin: {}", open.who(), why);
    if (socketGone) {
      return Behaviors.stopped();
    }
    return onResponse(Leaves.rejoin(options.protocol()));
  }

  private Behavior<Command> onNodeEnds() {
    return switch (phase) {
      case JOINING -> {
        open.replyTo().tell(new Opening.Refused(503, "this server shuts down"));
        yield Behaviors.stopped();
      }
      case OPEN, RESUMING ->
          mediaEndsToo() ? sendAwayToRejoin("this node ends") : sendOnElsewhere();
      case CLOSING -> this;
    };
  }

  private boolean mediaEndsToo() {
    return participant == null || participant.path().address().hasLocalScope();
  }

  /** Media on another node flows on while the client looks for another way to it. */
  private Behavior<Command> sendOnElsewhere() {
    if (socketGone || options.protocol() < Leaves.KNOWS_RESUME) {
      return Behaviors.stopped();
    }
    onResponse(Leaves.resume());
    sessionEnded = false; // the participant is told that the connection is gone
    return this;
  }

  private Behavior<Command> drop(SignalLoss why, String reason) {
    getContext().getLog().warn("{}: disconnected: it {}", open.who(), reason);
    SignalMetrics.connectionDropped(why);
    loss = why;
    return Behaviors.stopped();
  }

  private void closeAfterLastMessage() {
    phase = Phase.CLOSING;
    pending.release();
    timers.cancel(Internal.RESUME_PARTICIPANT);
    timers.cancel(Internal.RENEW_TOKEN);
    outbox.close();
    if (timers.isTimerActive(Internal.NOT_ATTACHED)) {
      timers.cancel(Internal.PHASE_TIMED_OUT); // the last message waits for the socket
    } else {
      startPhaseTimer(CLOSE_TIMEOUT);
    }
  }

  private void startPhaseTimer(Duration after) {
    timers.startSingleTimer(Internal.PHASE_TIMED_OUT, Internal.PHASE_TIMED_OUT, after);
  }
}
