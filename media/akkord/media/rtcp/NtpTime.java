package akkord.media.rtcp;

/**
 * NTP time as RTCP carries it (RFC 3550 4): seconds since 1900 in the upper 32 bits, fraction
 * below. Wraps in 2036, so compare by subtraction.
 */
public final class NtpTime {
  private static final long SECOND = 1_000_000_000L;
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  private NtpTime() {}

  /**
   * NTP time of {@code now}.
   *
   * @param now nanoseconds of the monotonic clock
   * @param wallOffset what to add to get nanoseconds since 1970
   */
  public static long of(long now, long wallOffset) {
    long wall = now + wallOffset;
    long seconds = Math.floorDiv(wall, SECOND) + SECONDS_1900_TO_1970;
    return (seconds << 32) | (Math.floorMod(wall, SECOND) << 32) / SECOND;
  }

  /** The middle 32 bits, 0..2^32-1: units of 1/65536 s. */
  public static long compact(long ntp) {
    return ntp >>> 16 & 0xFFFFFFFFL;
  }

  /** Nanoseconds in 1/65536 s, 0..2^32-1; negative ones are 0. */
  public static long toCompact(long nanos) {
    long bounded = Math.clamp(nanos, 0, 65_535 * SECOND);
    return ((bounded / SECOND) << 16) | ((bounded % SECOND) << 16) / SECOND;
  }

  /** Nanoseconds of a duration in 1/65536 s. */
  public static long compactToNanos(long compact) {
    return (compact * SECOND) >> 16;
  }

  /** Nanoseconds from {@code earlier} to {@code later}, negative if they are the other way. */
  public static long nanosBetween(long earlier, long later) {
    long difference = later - earlier;
    return (difference >> 32) * SECOND + (((difference & 0xFFFFFFFFL) * SECOND) >>> 32);
  }
}
