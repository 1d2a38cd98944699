package akkord.media.rtcp;

/**
 * NTP time as RTCP carries it (RFC 3550 4): seconds since 1900 in the upper 32 bits, fraction
 * below. Wraps in 2036, so compare by subtraction.
 */
public final class NtpTime {
  private static final long SECOND = 1_000_000_000L;
  private static final long UNIX_EPOCH = 2_208_988_800L; // in seconds since 1900

  private NtpTime() {}

  /** The time that is {@code nanos} nanoseconds, not negative, after 1970 began. */
  public static long ofUnix(long nanos) {
    return ((nanos / SECOND + UNIX_EPOCH) << 32) | ((nanos % SECOND) << 32) / SECOND;
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
}
