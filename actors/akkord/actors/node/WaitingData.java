package akkord.actors.node;

import akkord.media.MediaCommand.SendData;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reliable data that a worker's full queue did not take: it waits in order, so that it is late
 * instead of lost. What each sender may have under way bounds it as a rule, a limit in any case.
 */
final class WaitingData {
  /** What may wait for a worker, in bytes with {@link akkord.media.DataMessage#cost}. */
  static final int MAX_COST = 64 << 20;

  private final Taker workers;
  private final Map<Integer, Queue> queues = new HashMap<>();

  /** Hands an order to a worker; false if its queue is full. */
  interface Taker {
    boolean take(int worker, SendData order);
  }

  /** One order. */
  private record Waiting(SendData order, Consumer<Boolean> whenKnown) {}

  private static final class Queue {
    final ArrayDeque<Waiting> orders = new ArrayDeque<>();
    int cost;
  }

  WaitingData(Taker workers) {
    this.workers = workers;
  }

  boolean isEmpty() {
    return queues.isEmpty();
  }

  /**
   * Hands data to a worker, now or later; false if too much waits for it already.
   *
   * @param whenKnown hears once whether the worker took it
   */
  boolean submit(int worker, SendData order, Consumer<Boolean> whenKnown) {
    Queue queue = queues.get(worker);
    if (queue == null && workers.take(worker, order)) {
      whenKnown.accept(true);
      return true;
    }
    int cost = order.message().cost();
    if (queue != null && queue.cost + cost > MAX_COST) {
      whenKnown.accept(false);
      return false;
    }
    Queue open = queues.computeIfAbsent(worker, unused -> new Queue());
    open.orders.add(new Waiting(order, whenKnown));
    open.cost += cost;
    return true;
  }

  /** Offers the workers what waits for them, until they take no more. */
  void offer() {
    queues.entrySet().removeIf(each -> offer(each.getKey(), each.getValue()));
  }

  private boolean offer(int worker, Queue queue) {
    Waiting first = queue.orders.peek();
    while (first != null && workers.take(worker, first.order())) {
      queue.orders.remove();
      queue.cost -= first.order().message().cost();
      first.whenKnown().accept(true);
      first = queue.orders.peek();
    }
    return first == null;
  }

  /** A worker died, and with it all whom its data was for. */
  void lost(int worker) {
    Queue queue = queues.remove(worker);
    if (queue != null) {
      queue.orders.forEach(each -> each.whenKnown().accept(false));
    }
  }
}
