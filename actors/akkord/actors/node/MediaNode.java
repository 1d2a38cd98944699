package akkord.actors.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akkord.actors.CborSerializable;
import akkord.media.Candidate;
import akkord.media.Fingerprint;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import akkord.media.MediaSettings;
import java.util.List;
import java.util.Optional;

/** Owns the media plane of one node. */
public final class MediaNode extends AbstractOnMessageBehavior<MediaNode.Command> {
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

  /** Closes what an owner left behind and forgets it. */
  public record CloseOwner(String owner) implements Command {}

  /** Tells every owner that the node ends; answers when all have detached. */
  public record Drain(ActorRef<Done> replyTo) implements Command {}

  /** What owners are told. */
  public sealed interface Notice extends CborSerializable {}

  /** A worker reported something. */
  public record Happened(MediaEvent event) implements Notice {}

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

  /** Starts the media plane; fails if a port is taken. */
  public static Behavior<Command> create(String nodeId, MediaSettings settings) {
    return Behaviors.setup(MediaNode::new);
  }

  private MediaNode(ActorContext<Command> context) {
    super(context);
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return this;
  }
}
