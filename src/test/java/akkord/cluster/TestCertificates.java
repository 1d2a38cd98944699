package akkord.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority and one node's certificate of it, as PEM files. */
final class TestCertificates {
  private static final X500Name AUTHORITY = new X500Name("CN=test authority");

  private final Map<String, String> settings;

  /** Makes new ones; the files go below {@code folder}, named after {@code name}. */
  TestCertificates(Path folder, String name)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    KeyPair authority = keys.generateKeyPair();
    KeyPair node = keys.generateKeyPair();
    X509Certificate ca = certificate(AUTHORITY, authority, authority.getPrivate(), true);
    X509Certificate own =
        certificate(new X500Name("CN=akkord"), node, authority.getPrivate(), false);
    settings =
        Map.of(
            "cluster.tls.ca", write(folder, name + "-ca.pem", ca),
            "cluster.tls.certificate", write(folder, name + ".pem", own),
            "cluster.tls.key",
                write(folder, name + "-key.pem", new JcaPKCS8Generator(node.getPrivate(), null)));
  }

  /** What a server's configuration has to say. */
  Map<String, String> settings() {
    return settings;
  }

  private static X509Certificate certificate(
      X500Name subject, KeyPair keys, PrivateKey signer, boolean authority)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            AUTHORITY,
            BigInteger.valueOf(now.toEpochMilli() + (authority ? 0 : 1)),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofHours(1))),
            subject,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer)));
  }

  private static String write(Path folder, String name, Object content) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(content);
    }
    return Files.writeString(folder.resolve(name), text.toString()).toString();
  }
}
