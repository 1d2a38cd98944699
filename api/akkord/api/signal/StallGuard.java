package akkord.api.signal;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import java.time.Duration;

/**
 * Passes elements on, and completes once one of them has kept the next waiting for {@code timeout}.
 * Unlike Akka's backpressureTimeout, which looks once a second, it runs no timer while nothing is
 * written: most of the time most clients are told nothing.
 */
final class StallGuard<T> extends GraphStage<FlowShape<T, T>> {
  private static final String CHECK = "check";

  private final Inlet<T> in = Inlet.create("StallGuard.in");
  private final Outlet<T> out = Outlet.create("StallGuard.out");
  private final FlowShape<T, T> shape = FlowShape.of(in, out);
  private final Duration timeout;
  private final Runnable onStall;

  /**
   * @param timeout how long the reader may take for one element
   * @param onStall called before completion, on the stream's thread
   */
  StallGuard(Duration timeout, Runnable onStall) {
    this.timeout = timeout;
    this.onStall = onStall;
  }

  @Override
  public FlowShape<T, T> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private boolean waiting;
    private long pushedAt;

    private Logic() {
      super(shape);
      setHandlers(
          in,
          out,
          new AbstractInOutHandler() {
            @Override
            public void onPush() {
              push(out, grab(in));
              pushed();
            }

            @Override
            public void onPull() {
              waiting = false;
              pull(in);
            }
          });
    }

    private void pushed() {
      waiting = true;
      pushedAt = System.nanoTime();
      if (!isTimerActive(CHECK)) {
        scheduleOnce(CHECK, timeout);
      }
    }

    @Override
    public void onTimer(Object key) {
      if (!waiting) {
        return;
      }
      Duration rest = timeout.minusNanos(System.nanoTime() - pushedAt);
      if (rest.isPositive()) {
        scheduleOnce(CHECK, rest);
      } else {
        onStall.run();
        completeStage();
      }
    }
  }
}
