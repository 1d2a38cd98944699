package akkord.actors;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akkord.actors.node.MediaNode;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A media node without media: keeps orders, reports what a test says. */
public final class FakeMediaNode {
  private final BlockingQueue<MediaCommand> orders = new LinkedBlockingQueue<>();
  private final Map<String, ActorRef<MediaNode.Notice>> listeners = new ConcurrentHashMap<>();
  private final Map<String, Integer> workers = new ConcurrentHashMap<>();
  private final BlockingQueue<String> closedOwners = new LinkedBlockingQueue<>();
  private volatile boolean refusing;
  private final ActorTestKit kit;
  private final ActorRef<MediaNode.Command> ref;

  /** A node with two workers, the second the less loaded. */
  public FakeMediaNode(ActorTestKit kit) {
    this.kit = kit;
    ref = kit.spawn(Behaviors.receive((context, command) -> on(context.getSelf(), command)));
  }

  /** The node. */
  public ActorRef<MediaNode.Command> ref() {
    return ref;
  }

  /** Where rooms go. */
  public MediaPlacement placement() {
    return new MediaPlacement(ref, 1, List.of(Samples.CANDIDATE), Samples.FINGERPRINT);
  }

  private Behavior<MediaNode.Command> on(
      ActorRef<MediaNode.Command> self, MediaNode.Command command) {
    switch (command) {
      case MediaNode.Describe(var owner, var replyTo) ->
          replyTo.tell(
              new MediaNode.Description(
                  "ND_test",
                  self,
                  Samples.FINGERPRINT,
                  List.of(
                      new MediaNode.Worker(0, true, 5, List.of(Samples.CANDIDATE)),
                      new MediaNode.Worker(1, true, 2, List.of(Samples.CANDIDATE))),
                  Optional.ofNullable(workers.get(owner)),
                  true));
      case MediaNode.Attach(var owner, var worker, var listener) -> {
        listeners.put(owner, listener);
        workers.put(owner, worker);
      }
      case MediaNode.Detach(var owner) -> forget(owner);
      case MediaNode.CloseOwner(var owner) -> {
        closedOwners.add(owner);
        forget(owner);
      }
      case MediaNode.Submit(var worker, var order) -> orders.add(order);
      case MediaNode.Pass(var worker, var data) -> orders.add(data);
      case MediaNode.Deliver(var worker, var data, var reliable, var ticket, var replyTo) -> {
        orders.add(data);
        replyTo.tell(new MediaNode.Delivered(ticket, !refusing));
      }
      default -> throw new IllegalStateException("not expected: " + command);
    }
    return Behaviors.same();
  }

  private void forget(String owner) {
    listeners.remove(owner);
    workers.remove(owner);
  }

  /** The next order of a kind; others before it are passed over. */
  public <T extends MediaCommand> T expect(Class<T> kind) {
    try {
      while (true) {
        MediaCommand order = orders.poll(10, TimeUnit.SECONDS);
        if (order == null) {
          throw new AssertionError("no " + kind.getSimpleName());
        }
        if (kind.isInstance(order)) {
          return kind.cast(order);
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Passes over others until this order comes. */
  public void expect(MediaCommand order) {
    boolean found = false;
    while (!found) {
      found = expect(order.getClass()).equals(order);
    }
  }

  /** Workers take data, or are too busy for it. */
  public void refuseData(boolean busy) {
    refusing = busy;
  }

  /** Starts counting anew. */
  public void forgetOrders() {
    orders.clear();
  }

  /** The next owner that was closed. */
  public String expectClosedOwner() {
    try {
      return Optional.ofNullable(closedOwners.poll(10, TimeUnit.SECONDS)).orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Says that something happened. */
  public void report(MediaEvent event) {
    notice(event.owner(), new MediaNode.Happened(event));
  }

  /** Tells an owner something, once it has attached. */
  public void notice(String owner, MediaNode.Notice notice) {
    kit.createTestProbe()
        .<ActorRef<MediaNode.Notice>>awaitAssert(() -> Objects.requireNonNull(listeners.get(owner)))
        .tell(notice);
  }

  /** Lets everyone say goodbye, as at shutdown. */
  public void drain() {
    listeners.values().forEach(listener -> listener.tell(new MediaNode.Draining()));
  }

  /** Whether nobody listens any more. */
  public boolean isDrained() {
    return listeners.isEmpty();
  }

  /** Whether somebody listens for an owner. */
  public boolean isAttached(String owner) {
    return listeners.containsKey(owner);
  }
}
