package akkord.actors.participant;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Draws SSRCs that nobody in the connection uses (RFC 3550 8.1). */
final class Ssrcs {
  private final RandomGenerator random;
  private final Set<Long> used = new HashSet<>();

  Ssrcs(RandomGenerator random) {
    this.random = random;
  }

  /** Keeps an SSRC from being drawn. */
  void use(long ssrc) {
    used.add(ssrc);
  }

  /** A fresh SSRC, never 0. */
  long draw() {
    long ssrc;
    do {
      ssrc = Integer.toUnsignedLong(random.nextInt());
    } while (ssrc == 0 || !used.add(ssrc));
    return ssrc;
  }
}
