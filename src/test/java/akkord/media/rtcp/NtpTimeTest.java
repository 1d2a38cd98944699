package akkord.media.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NtpTimeTest {
  @Test
  void countsSecondsSince1900AndTheirFraction() {
    // RFC 5905 figure 4: 1 January 1970 is second 2,208,988,800 of the era.
    assertEquals(2_208_988_800L << 32, NtpTime.ofUnix(0));
    assertEquals((2_208_988_801L << 32) | 0x8000_0000L, NtpTime.ofUnix(1_500_000_000L));
  }

  @Test
  void isCompactInSixteenBitsOfEach() {
    assertEquals(0x0001_8000L, NtpTime.toCompact(1_500_000_000L));
    assertEquals(0x7E81_8000L, NtpTime.compact(NtpTime.ofUnix(1_500_000_000L)));
    assertEquals(0, NtpTime.toCompact(-1));
  }
}
