package akkord.media.forward;

/**
 * How loud a microphone was lately, from the levels its packets tell (RFC 6464) and with the
 * constants of M-26: it speaks if at least 40 % of the last 400 ms were no quieter than -35 dBov.
 */
public final class AudioLevelMeter {
  /** Length of a window in nanoseconds. */
  public static final long INTERVAL = 400_000_000L;

  private static final int ACTIVE_LEVEL = 35;
  private static final int MIN_PERCENTILE = 40;
  private static final int SMOOTH_INTERVALS = 2;
  private static final double SMOOTHING = 2.0 / (SMOOTH_INTERVALS + 1);
  private static final double QUIETEST = linear(ACTIVE_LEVEL) * MIN_PERCENTILE / 100;
  private static final int WINDOW = (int) (INTERVAL / 1_000_000);
  private static final int MAX_PACKET = 120;

  private final int ticksPerMilli;
  private int lastTimestamp;
  private boolean started;
  private int activeMillis;
  private int loudest = ACTIVE_LEVEL;
  private double smoothed;
  private boolean opened;
  private long openedAt;

  AudioLevelMeter(int clockRate) {
    ticksPerMilli = clockRate / 1000;
  }

  /**
   * Takes one packet.
   *
   * @param level 0 (loudest) .. 127 in -dBov
   * @param timestamp its RTP timestamp, which tells how long the packet before it was
   */
  void onPacket(int level, int timestamp) {
    int millis = started ? (timestamp - lastTimestamp) / ticksPerMilli : 0;
    started = true;
    if (millis < 0) {
      return;
    }
    lastTimestamp = timestamp;
    if (level <= ACTIVE_LEVEL) {
      activeMillis += Math.min(millis, MAX_PACKET);
      loudest = Math.min(loudest, level);
    }
  }

  /**
   * The loudness of the last window; the current one is closed once it is {@link #INTERVAL} old.
   *
   * @return smoothed, 0 (does not speak) .. 1
   */
  float poll(long now) {
    if (!opened || now - openedAt >= INTERVAL) {
      opened = true;
      openedAt = now;
      close();
    }
    return smoothed > QUIETEST ? (float) Math.min(1.0, smoothed) : 0;
  }

  private void close() {
    double observed = 0;
    if (activeMillis * 100 >= MIN_PERCENTILE * WINDOW) {
      // The loudest packet counts less the less of the window was loud.
      observed = linear(loudest) * Math.min(1.0, (double) activeMillis / WINDOW);
    }
    smoothed += (observed - smoothed) * SMOOTHING;
    activeMillis = 0;
    loudest = ACTIVE_LEVEL;
  }

  private static double linear(int level) {
    return Math.pow(10, -level / 20.0);
  }
}
