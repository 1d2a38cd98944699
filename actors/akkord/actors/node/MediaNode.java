package akkord.actors.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akkord.actors.CborSerializable;
import akkord.actors.Nodes;
import akkord.media.Candidate;
import akkord.media.Fingerprint;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.media.MediaEvent.TransportClosed;
import akkord.media.MediaEvent.TransportFailed;
import akkord.media.MediaSettings;
import akkord.media.WorkerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Owns the media plane of one node: hands orders to workers, events to owners, restarts workers
 * that crash. It knows no rooms and decides no placement.
 *
 * <p>An owner is whoever opened a transport or waits for a report, named by an id that is unique in
 * the cluster. Its actor may come and go: what it opened stays until it is closed, or until nobody
 * has listened for a minute.
 */
public final class MediaNode extends AbstractOnMessageBehavior<MediaNode.Command> {
  private static final Duration HEARTBEAT = Duration.ofMillis(100);
  private static final Duration POLL = Duration.ofSeconds(1);
  // A worker with work to do empties its queue in less.
  private static final Duration OFFER_AGAIN = Duration.ofMillis(10);
  // Longer than a participant needs to come back, short enough to free a worker of the forgotten.
  private static final Duration ORPHAN_GRACE = Duration.ofMinutes(1);
  // The phase gives up after 5 s; goodbyes that take longer are lost.
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(3);

  private final TimerScheduler<Command> timers;
  private final String nodeId;
  private final Plane plane;
  private final WorkerWatch watch;
  private final Owners owners;
  private final Set<Submit> refusedCloses = new LinkedHashSet<>();
  private final DataIntake intake;
  private final MediaMetrics metrics = new MediaMetrics();
  private Optional<ActorRef<Done>> drained = Optional.empty();
  private boolean draining;

  /** What a media node is asked to do. */
  public sealed interface Command extends CborSerializable {}

  /**
   * Asks what the node has to offer.
   *
   * @param owner whoever asks: the answer says whether it was attached before
   */
  public record Describe(String owner, ActorRef<Description> replyTo) implements Command {}

  /** From now on {@code listener} hears of everything that {@code owner} owns on a worker. */
  public record Attach(String owner, int worker, ActorRef<Notice> listener) implements Command {}

  /** Forgets an owner; what it opened stays until it is closed. */
  public record Detach(String owner) implements Command {}

  /** Hands an order to a worker. */
  public record Submit(int worker, MediaCommand command) implements Command {}

  /** Hands reliable data to a worker; it waits while the worker's queue is full. */
  public record Pass(int worker, MediaCommand.SendData data) implements Command {}

  /**
   * Hands data to a worker and says what became of it: {@link Delivered} with the same ticket.
   *
   * @param reliable whether it waits while the worker's queue is full
   */
  public record Deliver(
      int worker,
      MediaCommand.SendData data,
      boolean reliable,
      String ticket,
      ActorRef<Notice> replyTo)
      implements Command {}

  /** Closes what an owner left behind and forgets it. */
  public record CloseOwner(String owner) implements Command {}

  /** Tells every owner that the node ends; answers when all have detached. */
  public record Drain(ActorRef<Done> replyTo) implements Command {}

  /** Makes a worker die, as an error in it would: for tests. */
  public record KillWorker(int worker) implements Command {}

  private record TransportGone(MediaEvent event) implements Command {}

  private record HappenedForOther(ActorRef<Notice> listener, MediaEvent event) implements Command {}

  private record WorkerDied(int worker, String cause) implements Command {}

  private record ListenerEnded(ActorRef<Notice> listener) implements Command {}

  private record Orphaned(String owner, ActorRef<Notice> listener) implements Command {}

  private enum CheckHeartbeats implements Command {
    INSTANCE
  }

  /** Data waits for a worker: it is to be offered again. */
  enum DataWaits implements Command {
    INSTANCE
  }

  private enum OfferWaiting implements Command {
    INSTANCE
  }

  private enum PollCounters implements Command {
    INSTANCE
  }

  private enum DrainEnds implements Command {
    INSTANCE
  }

  /** What owners are told. */
  public sealed interface Notice extends CborSerializable {}

  /** A worker reported something. */
  public record Happened(MediaEvent event) implements Notice {}

  /** A worker has taken data, or could not and the data is gone. */
  public record Delivered(String ticket, boolean taken) implements Notice {}

  /** A worker crashed: all transports on it are gone, it is running again, empty. */
  public record WorkerLost(int worker) implements Notice {}

  /** The node shuts down: say goodbye and detach. */
  public record Draining() implements Notice {}

  /**
   * What a node has to offer.
   *
   * @param nodeId {@code ND_...}
   * @param node the node itself
   * @param fingerprint of its certificate
   * @param workers all of them, by index
   * @param attached the worker that the asking owner was attached to before, if it was
   * @param accepting whether it takes new rooms
   */
  public record Description(
      String nodeId,
      ActorRef<Command> node,
      Fingerprint fingerprint,
      List<Worker> workers,
      Optional<Integer> attached,
      boolean accepting)
      implements CborSerializable {}

  /**
   * One worker.
   *
   * @param index its number on the node
   * @param alive whether it takes orders
   * @param load owners attached to it
   * @param candidates where it listens
   */
  public record Worker(int index, boolean alive, int load, List<Candidate> candidates) {}

  /**
   * Starts the media plane. If that fails, for example because a port is taken, the reason is
   * logged and the node shuts down.
   */
  public static Behavior<Command> create(String nodeId, MediaSettings settings) {
    return create(nodeId, Plane.real(settings), System::nanoTime);
  }

  static Behavior<Command> create(String nodeId, Plane.Starter starter, LongSupplier clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  ActorRef<Command> self = context.getSelf();
                  Owners owners = new Owners();
                  try {
                    Plane plane =
                        starter.start(
                            event -> report(event, owners, self),
                            (worker, cause) ->
                                self.tell(new WorkerDied(worker, Stacks.print(cause))));
                    return new MediaNode(context, timers, nodeId, plane, owners, clock);
                  } catch (IOException e) {
                    context.getLog().error("The media plane does not start: {}", e.getMessage());
                    endNode(context);
                    return Behaviors.stopped();
                  }
                }));
  }

  /**
   * Tells an owner what happened, on the worker's thread: each message of a data channel is spared
   * a hand-over. Before that this actor hears what it keeps account of itself. Only news for
   * another node go through it: a connection there may have to be opened first.
   */
  private static void report(MediaEvent event, Owners owners, ActorRef<Command> self) {
    if (event instanceof TransportFailed || event instanceof TransportClosed) {
      self.tell(new TransportGone(event));
    }
    ActorRef<Notice> listener = owners.listener(event.owner()).orElse(null);
    if (listener == null) {
      return;
    }
    if (listener.path().address().hasLocalScope()) {
      listener.tell(new Happened(event));
    } else {
      self.tell(new HappenedForOther(listener, event));
    }
  }

  private MediaNode(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      String nodeId,
      Plane plane,
      Owners owners,
      LongSupplier clock) {
    super(context);
    this.timers = timers;
    this.nodeId = nodeId;
    this.plane = plane;
    this.owners = owners;
    this.intake = new DataIntake(plane);
    DataDoor.of(context.getSystem()).open(context.getSelf(), intake);
    this.watch = new WorkerWatch(clock);
    timers.startTimerWithFixedDelay(CheckHeartbeats.INSTANCE, HEARTBEAT);
    timers.startTimerWithFixedDelay(PollCounters.INSTANCE, POLL);
    drainAtShutdown(context);
  }

  private static void drainAtShutdown(ActorContext<Command> context) {
    ActorRef<Command> self = context.getSelf();
    var system = context.getSystem();
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceRequestsDone(),
            "say-goodbye",
            () ->
                // Where there are others, sharding moves rooms there, and they say goodbye.
                Nodes.hasOthers(system)
                    ? CompletableFuture.completedFuture(Done.getInstance())
                    : AskPattern.<Command, Done>ask(
                            self, Drain::new, DRAIN_LIMIT.plusSeconds(1), system.scheduler())
                        .exceptionally(failure -> Done.getInstance()));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Describe describe -> onDescribe(describe);
      case Attach attach -> onAttach(attach);
      case Detach(var owner) -> onDetach(owner);
      case Submit(var worker, var order) -> submit(worker, order);
      case Pass(var worker, var data) -> {
        intake.submit(worker, data, true, taken -> {});
        offerLater();
      }
      case Deliver deliver -> onDeliver(deliver);
      case DataWaits _ -> offerLater();
      case CloseOwner(var owner) -> onCloseOwner(owner);
      case Drain(var replyTo) -> onDrain(replyTo);
      case KillWorker(var worker) -> plane.kill(worker);
      case TransportGone(var event) -> owners.happened(event);
      case HappenedForOther(var listener, var event) -> listener.tell(new Happened(event));
      case WorkerDied(var worker, var cause) -> onWorkerDied(worker, cause);
      case ListenerEnded(var listener) -> onListenerEnded(listener);
      case Orphaned(var owner, var listener) -> onOrphaned(owner, listener);
      case CheckHeartbeats _ -> watch.check(plane.workers(), getContext().getLog());
      case PollCounters _ -> {
        metrics.report(plane.counters());
        retryCloses();
      }
      case OfferWaiting _ -> {
        intake.offer();
        offerLater();
      }
      case DrainEnds _ -> endDrain();
    }
    return this;
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) {
    if (signal instanceof PostStop) {
      DataDoor.of(getContext().getSystem()).close(getContext().getSelf());
      plane.close();
    }
    return this;
  }

  private void onDescribe(Describe describe) {
    List<Worker> workers = plane.workers().stream().map(this::worker).toList();
    describe
        .replyTo()
        .tell(
            new Description(
                nodeId,
                getContext().getSelf(),
                plane.fingerprint(),
                workers,
                owners.worker(describe.owner()),
                !draining));
  }

  private Worker worker(WorkerInfo info) {
    return new Worker(info.worker(), info.alive(), owners.load(info.worker()), info.candidates());
  }

  private void onAttach(Attach attach) {
    String owner = attach.owner();
    ActorRef<Notice> listener = attach.listener();
    owners.attach(owner, attach.worker(), listener);
    timers.cancel(owner);
    getContext().watchWith(listener, new ListenerEnded(listener));
    if (draining) {
      listener.tell(new Draining());
    }
  }

  private void onDetach(String owner) {
    timers.cancel(owner);
    owners.detach(owner);
    if (draining && owners.isEmpty()) {
      endDrain();
    }
  }

  private void submit(int worker, MediaCommand order) {
    owners.ordered(order);
    if (!plane.submit(worker, order)) {
      DataIntake.refused(worker, order.getClass().getSimpleName());
      if (order instanceof MediaCommand.CloseTransport) {
        refusedCloses.add(new Submit(worker, order));
      }
    }
  }

  private void onDeliver(Deliver deliver) {
    intake.submit(
        deliver.worker(),
        deliver.data(),
        deliver.reliable(),
        taken -> deliver.replyTo().tell(new Delivered(deliver.ticket(), taken)));
    offerLater();
  }

  private void offerLater() {
    if (!intake.isEmpty() && !timers.isTimerActive(OfferWaiting.INSTANCE)) {
      MediaMetrics.waiting();
      timers.startSingleTimer(OfferWaiting.INSTANCE, OFFER_AGAIN);
    }
  }

  /** Nobody else closes what its owner has forgotten. */
  private void retryCloses() {
    List<Submit> again = List.copyOf(refusedCloses);
    refusedCloses.clear();
    again.forEach(close -> submit(close.worker(), close.command()));
  }

  private void onCloseOwner(String owner) {
    owners
        .worker(owner)
        .ifPresent(
            worker -> {
              for (String transport : owners.transports(owner)) {
                submit(worker, new MediaCommand.CloseTransport(transport));
              }
            });
    onDetach(owner);
  }

  private void onListenerEnded(ActorRef<Notice> listener) {
    for (String owner : owners.heardBy(listener)) {
      timers.startSingleTimer(owner, new Orphaned(owner, listener), ORPHAN_GRACE);
    }
  }

  private void onOrphaned(String owner, ActorRef<Notice> listener) {
    if (owners.listener(owner).filter(listener::equals).isPresent()) {
      getContext().getLog().info("Nobody came back for {}: closing it", owner);
      onCloseOwner(owner);
    }
  }

  private void onWorkerDied(int worker, String cause) {
    getContext().getLog().error("Media worker {} died: {}", worker, cause);
    if (watch.diesTooOften()) {
      getContext().getLog().error("Media workers die too often: this node shuts down");
      endNode(getContext());
      return;
    }
    plane.restart(worker);
    intake.lost(worker);
    refusedCloses.removeIf(close -> close.worker() == worker);
    List<ActorRef<Notice>> listeners = owners.on(worker);
    owners.lost(worker);
    listeners.forEach(listener -> listener.tell(new WorkerLost(worker)));
  }

  private void onDrain(ActorRef<Done> replyTo) {
    draining = true;
    drained = Optional.of(replyTo);
    if (owners.isEmpty()) {
      endDrain();
      return;
    }
    owners.all().forEach(listener -> listener.tell(new Draining()));
    timers.startSingleTimer(DrainEnds.INSTANCE, DRAIN_LIMIT);
  }

  private void endDrain() {
    drained.ifPresent(replyTo -> replyTo.tell(Done.getInstance()));
    drained = Optional.empty();
  }

  private static void endNode(ActorContext<?> context) {
    CoordinatedShutdown.get(context.getSystem()).runAll(MediaPlaneFailed.INSTANCE);
  }

  private static final class MediaPlaneFailed implements CoordinatedShutdown.Reason {
    static final MediaPlaneFailed INSTANCE = new MediaPlaneFailed();
  }
}
