package akkord.media.dtls;

import akkord.media.Fingerprint;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Fingerprints of a DER certificate (RFC 8122 5). MD5 and MD2 are refused, as the RFC demands. */
final class CertificateHash {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

  private CertificateHash() {}

  /** The fingerprint of {@code der}; null for an algorithm that is unknown or too weak. */
  static Fingerprint of(String algorithm, byte[] der) {
    String digest =
        switch (algorithm.toLowerCase(Locale.ROOT)) {
          case "sha-1" -> "SHA-1";
          case "sha-224" -> "SHA-224";
          case "sha-256" -> "SHA-256";
          case "sha-384" -> "SHA-384";
          case "sha-512" -> "SHA-512";
          default -> null;
        };
    if (digest == null) {
      return null;
    }
    try {
      byte[] hash = MessageDigest.getInstance(digest).digest(der);
      return new Fingerprint(algorithm.toLowerCase(Locale.ROOT), COLONS.formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + digest, e);
    }
  }
}
