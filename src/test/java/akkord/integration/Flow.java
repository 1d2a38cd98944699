package akkord.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * One published stream on its way to one subscriber.
 *
 * @param stream as it is sent
 * @param reception as it arrives
 * @param name for messages
 */
public record Flow(SentStream stream, Reception reception, String name) {
  private static final int SOME = 15;
  private static final long LONGEST_INTERRUPTION_MILLIS = 1000;

  /** Waits until packets that are sent from now on arrive. */
  public void awaitMoving() {
    awaitMore(SOME);
  }

  /** Waits until so many packets that are sent from now on have arrived. */
  public void awaitMore(int packets) {
    int from = stream.sent();
    Await.until(() -> reception.last() >= from + packets, () -> name + " flows; " + this);
  }

  /** Waits until nothing arrives any more although {@code other} does. */
  public void awaitStopped(Flow other) {
    Await.until(() -> behind() > 2 * SOME && other.behind() < SOME, () -> name + " stops; " + this);
  }

  private int behind() {
    return stream.sent() - 1 - reception.last();
  }

  /** Nothing was left out, reordered or held up since the last report. */
  public void assertUninterrupted() {
    Reception.Report report = reception.report();
    assertEquals(0, report.missing(), name + ": " + report);
    assertEquals(0, report.disorder(), name + ": " + report);
    assertTrue(report.worstDelayMillis() < LONGEST_INTERRUPTION_MILLIS, name + ": " + report);
  }

  @Override
  public String toString() {
    return stream.sent() + " sent, received " + reception;
  }
}
