package akkord.media.dtls;

import akkord.media.Fingerprint;

/** The certificate that the peer proved to own; whose it is only its fingerprint tells. */
public final class PeerCertificate {
  private final byte[] der;

  /** Wraps a DER certificate. */
  public PeerCertificate(byte[] der) {
    this.der = der.clone();
  }

  /**
   * Whether this is the certificate that a description announced (RFC 8122 5). The algorithm is the
   * announced one: sha-1, sha-224, sha-256, sha-384 or sha-512; any other never matches.
   */
  public boolean matches(Fingerprint announced) {
    Fingerprint own = CertificateHash.of(announced.algorithm(), der);
    return own != null && own.value().equalsIgnoreCase(announced.value());
  }

  /** The sha-256 fingerprint, for logs and errors. */
  public Fingerprint fingerprint() {
    return CertificateHash.of("sha-256", der);
  }
}
