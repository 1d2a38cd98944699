package akkord.api.webhook;

import java.time.Duration;
import java.util.Optional;

/**
 * What a receiver said.
 *
 * @param status of HTTP
 * @param retryAfter when it wants to be asked again (RFC 9110 section 10.2.3)
 */
record Answer(int status, Optional<Duration> retryAfter) {
  /** What becomes of an event. */
  enum Verdict {
    TAKEN,
    /** The receiver has read it and will not take it. */
    REFUSED,
    /** The receiver, or what stands before it, is not ready: again. */
    LATER
  }

  /** What the status means. A missing page or key may come with the next deployment. */
  Verdict verdict() {
    if (status >= 200 && status < 300) {
      return Verdict.TAKEN;
    }
    return switch (status) {
      case 400, 405, 406, 410, 411, 413, 414, 415, 422, 431, 501 -> Verdict.REFUSED;
      default -> Verdict.LATER;
    };
  }
}
