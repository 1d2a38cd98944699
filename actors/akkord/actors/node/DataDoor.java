package akkord.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akkord.actors.MediaPlacement;
import akkord.media.MediaCommand.SendData;
import java.util.function.Consumer;

/**
 * The way of data to workers. To those of this node it is direct: a room that lives here spares
 * each message a hand-over to the media node. To others the message goes to their media node. What
 * one caller sends to a worker arrives there in its order.
 */
public final class DataDoor implements Extension {
  private static final Id ID = new Id();

  private volatile Local local;

  /** This node's workers. */
  private record Local(ActorRef<MediaNode.Command> node, DataIntake intake) {}

  private static final class Id extends ExtensionId<DataDoor> {
    @Override
    public DataDoor createExtension(ActorSystem<?> system) {
      return new DataDoor();
    }
  }

  /** A door that knows no workers yet: everything goes to their media nodes. */
  public DataDoor() {}

  /** That of an actor system, one for all. */
  public static DataDoor of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /** {@code node} is this node's: its workers can be reached by {@code intake}. */
  void open(ActorRef<MediaNode.Command> node, DataIntake intake) {
    local = new Local(node, intake);
  }

  /** {@code node} has ended. */
  void close(ActorRef<MediaNode.Command> node) {
    Local known = local;
    if (known != null && known.node().equals(node)) {
      local = null;
    }
  }

  /**
   * Sends data to a worker.
   *
   * @param reliable whether it waits while the worker's queue is full
   */
  public void pass(MediaPlacement to, SendData data, boolean reliable) {
    if (!submit(to, data, reliable, taken -> {})) {
      to.node()
          .tell(
              reliable
                  ? new MediaNode.Pass(to.worker(), data)
                  : new MediaNode.Submit(to.worker(), data));
    }
  }

  /**
   * The same, and says what became of it: {@link MediaNode.Delivered} with the same ticket, unless
   * the node ends.
   */
  public void deliver(
      MediaPlacement to,
      SendData data,
      boolean reliable,
      String ticket,
      ActorRef<MediaNode.Notice> replyTo) {
    if (!submit(
        to, data, reliable, taken -> replyTo.tell(new MediaNode.Delivered(ticket, taken)))) {
      to.node().tell(new MediaNode.Deliver(to.worker(), data, reliable, ticket, replyTo));
    }
  }

  /** False if the worker is another node's. */
  private boolean submit(
      MediaPlacement to, SendData data, boolean reliable, Consumer<Boolean> whenKnown) {
    Local known = local;
    if (known == null || !known.node().equals(to.node())) {
      return false;
    }
    if (known.intake().submit(to.worker(), data, reliable, whenKnown)) {
      known.node().tell(MediaNode.DataWaits.INSTANCE);
    }
    return true;
  }
}
