package akkord.media.dtls;

import akkord.media.Fingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Our self-signed certificate: ECDSA on P-256, made at start, never stored (RFC 8827 6.5). */
public final class LocalCertificate {
  private static final Duration BACKDATED = Duration.ofDays(1);
  private static final Duration VALID = Duration.ofDays(3650);

  private final AsymmetricKeyParameter privateKey;
  private final byte[] der;
  private final Fingerprint fingerprint;

  private LocalCertificate(AsymmetricKeyParameter privateKey, byte[] der) {
    this.privateKey = privateKey;
    this.der = der;
    this.fingerprint = CertificateHash.of("sha-256", der);
  }

  /** A new key and certificate, valid from the day before {@code now} for ten years. */
  public static LocalCertificate generate(Instant now, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      X500Name name = new X500Name("CN=WebRTC");
      byte[] der =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(63, random).add(BigInteger.ONE),
                  Date.from(now.minus(BACKDATED)),
                  Date.from(now.plus(VALID)),
                  name,
                  pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
              .getEncoded();
      return new LocalCertificate(PrivateKeyFactory.createKey(pair.getPrivate().getEncoded()), der);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot make an ECDSA P-256 certificate", e);
    }
  }

  /** What our descriptions announce: sha-256. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  AsymmetricKeyParameter privateKey() {
    return privateKey;
  }

  byte[] der() {
    return der;
  }

  @Override
  public String toString() {
    return "LocalCertificate[" + fingerprint.value() + "]";
  }
}
