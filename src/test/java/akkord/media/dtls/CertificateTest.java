package akkord.media.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Fingerprint;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private final LocalCertificate certificate = LocalCertificate.generate(NOW, new SecureRandom());
  private final PeerCertificate peer = new PeerCertificate(certificate.der());

  @Test
  void isSelfSignedOnP256AndValidForYears() throws Exception {
    X509Certificate parsed =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.der()));
    parsed.verify(parsed.getPublicKey());
    assertEquals("SHA256withECDSA", parsed.getSigAlgName());
    parsed.checkValidity(Date.from(NOW.minus(Duration.ofHours(23))));
    parsed.checkValidity(Date.from(NOW.plus(Duration.ofDays(3000))));
    assertTrue(parsed.getSerialNumber().signum() > 0);
  }

  @Test
  void everyStartHasItsOwn() {
    Fingerprint other = LocalCertificate.generate(NOW, new SecureRandom()).fingerprint();
    assertNotEquals(other, certificate.fingerprint());
    assertFalse(peer.matches(other));
    assertTrue(peer.matches(certificate.fingerprint()));
    assertEquals(certificate.fingerprint(), peer.fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "sha-256, SHA-256, true",
    "SHA-256, SHA-256, true",
    "sha-384, SHA-384, true",
    "sha-512, SHA-512, true",
    "sha-1, SHA-1, true",
    "md5, MD5, false",
    "sha-256, SHA-384, false",
    "crc, SHA-256, false",
  })
  void comparesByTheAnnouncedAlgorithm(String announced, String digest, boolean matches)
      throws Exception {
    byte[] hash = MessageDigest.getInstance(digest).digest(certificate.der());
    String value = HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    assertEquals(matches, peer.matches(new Fingerprint(announced, value)));
    assertEquals(matches, peer.matches(new Fingerprint(announced, value.toLowerCase(Locale.ROOT))));
  }
}
