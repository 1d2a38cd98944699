package akkord.actors;

import java.util.Locale;
import kamon.Kamon;
import kamon.metric.Gauge;

/** Gauges of what lives on this node, and counters of what went wrong with it. */
public enum ActorMetrics {
  ROOMS,
  PARTICIPANTS,
  TRACKS;

  /** One more. */
  public void increment() {
    gauge().increment();
  }

  /** One fewer. */
  public void decrement() {
    gauge().decrement();
  }

  private Gauge gauge() {
    return Kamon.gauge("akkord." + label(this)).withoutTags();
  }

  /** A participant left for this reason ({@code akkord.participants.left}). */
  public static void left(Enum<?> reason) {
    Kamon.counter("akkord.participants.left").withTag("reason", label(reason)).increment();
  }

  /** A signal connection was lost for this reason ({@code akkord.signal.lost}). */
  public static void signalLost(Enum<?> reason) {
    Kamon.counter("akkord.signal.lost").withTag("reason", label(reason)).increment();
  }

  /** A revocation gave way to a newer one ({@code akkord.revocations.forgotten}). */
  public static void revocationForgotten() {
    Kamon.counter("akkord.revocations.forgotten").withoutTags().increment();
  }

  /** A call of a client's method came to this end ({@code akkord.rpc.calls}). */
  public static void rpc(Enum<?> outcome) {
    Kamon.counter("akkord.rpc.calls").withTag("outcome", label(outcome)).increment();
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
