package akkord.api.room;

import kamon.Kamon;

/** Counts calls and how long they take, by method and outcome ({@code akkord.api.calls}). */
final class ApiMetrics {
  private ApiMetrics() {}

  /** A call has been answered after so many nanoseconds. */
  static void called(String method, String outcome, long nanos) {
    Kamon.timer("akkord.api.calls")
        .withTag("method", method)
        .withTag("outcome", outcome)
        .record(nanos);
  }
}
