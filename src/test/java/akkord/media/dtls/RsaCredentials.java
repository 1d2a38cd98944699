package akkord.media.dtls;

import akkord.media.Fingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A client's RSA certificate, and what it signs with. */
final class RsaCredentials {
  private static final X500Name NAME = new X500Name("CN=WebRTC");

  private final KeyPair signer;
  private final byte[] der;

  private RsaCredentials(KeyPair signer, byte[] der) {
    this.signer = signer;
    this.der = der;
  }

  /** A certificate with its own key of so many bits. */
  static RsaCredentials honest(int bits) throws Exception {
    KeyPair pair = pair(bits);
    return new RsaCredentials(pair, certificate(pair.getPublic().getEncoded(), pair));
  }

  /** A certificate with a key that is somebody else's. */
  static RsaCredentials stolen() throws Exception {
    KeyPair pair = pair(2048);
    return new RsaCredentials(pair, certificate(pair(2048).getPublic().getEncoded(), pair));
  }

  /** A certificate with a modulus of so many bits that nobody has a key for. */
  static RsaCredentials forged(int bits) throws Exception {
    BigInteger odd = new BigInteger(bits, new SecureRandom()).setBit(bits - 1).setBit(0);
    SubjectPublicKeyInfo key =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
            new RSAPublicKey(odd, BigInteger.valueOf(65_537)));
    KeyPair pair = pair(2048);
    return new RsaCredentials(pair, certificate(key.getEncoded(), pair));
  }

  private static KeyPair pair(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static byte[] certificate(byte[] key, KeyPair signer) throws Exception {
    Instant now = Instant.now();
    return new X509v3CertificateBuilder(
            NAME,
            BigInteger.ONE,
            Date.from(now),
            Date.from(now.plus(Duration.ofDays(1))),
            NAME,
            SubjectPublicKeyInfo.getInstance(key))
        .build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate()))
        .getEncoded();
  }

  Fingerprint fingerprint() {
    return CertificateHash.of("sha-256", der);
  }

  /** What a handshake asks its client for. */
  TlsCredentials in(TlsContext context) throws IOException {
    BcTlsCrypto crypto = (BcTlsCrypto) context.getCrypto();
    TlsCertificate[] chain = {crypto.createCertificate(der)};
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        PrivateKeyFactory.createKey(signer.getPrivate().getEncoded()),
        new Certificate(chain),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa));
  }
}
