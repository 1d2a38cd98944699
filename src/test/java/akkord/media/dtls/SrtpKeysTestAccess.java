package akkord.media.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akkord.media.srtp.SrtpKeys;

/** placeholder */
final class SrtpKeysTestAccess {
  static void assertMirrored(SrtpKeys a, SrtpKeys b) {
    assertEquals(a.profile(), b.profile());
  }
}
