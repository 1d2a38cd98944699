package akkord.media.dtls;

import akkord.media.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * What both roles offer and accept.
 *
 * @param crypto BouncyCastle's own, shared: its curves cost half of what the JDK's do
 * @param certificate what we prove to be
 * @param timeoutMillis how long a handshake may take
 */
record DtlsParameters(BcTlsCrypto crypto, LocalCertificate certificate, int timeoutMillis) {
  /** A flight unanswered for this long is repeated, then after twice as long (J-09). */
  static final int RESEND_MILLIS = 100;

  /** A handshake may take this long unless told otherwise. */
  static final int TIMEOUT_MILLIS = 15_000;

  private static final SignatureAndHashAlgorithm ECDSA_SHA256 =
      SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

  /**
   * In order of preference. {@link GcmRecords} knows AES-GCM alone; every WebRTC client offers it
   * (RFC 8827 6.5).
   */
  int[] cipherSuites() {
    int[] wanted = {
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    };
    return TlsUtils.getSupportedCipherSuites(crypto, wanted);
  }

  /** Curves for the key exchange (M-10), in order of preference. */
  static int[] groups() {
    return new int[] {NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1};
  }

  /**
   * Signatures accepted from peers: ECDSA as browsers make it, and PKCS#1, which everybody with an
   * RSA certificate can make.
   */
  @SuppressWarnings("JdkObsolete") // BouncyCastle's type
  static Vector<SignatureAndHashAlgorithm> signatures() {
    return new Vector<>(
        List.of(
            ECDSA_SHA256,
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa),
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa)));
  }

  /** Ids for {@code use_srtp}, the preferred one first. */
  static int[] profiles() {
    return Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::id).toArray();
  }

  /** The profile we prefer among {@code ids}; null if none is ours. */
  static SrtpProfile choose(int[] ids) {
    for (SrtpProfile profile : SrtpProfile.values()) {
      for (int id : ids) {
        if (id == profile.id()) {
          return profile;
        }
      }
    }
    return null;
  }

  /** Signs with our certificate. */
  TlsCredentialedSigner signer(TlsContext context) throws IOException {
    TlsCertificate[] chain = {crypto.createCertificate(certificate.der())};
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        certificate.privateKey(),
        new Certificate(chain),
        ECDSA_SHA256);
  }
}
