package akkord.media.dtls;

import akkord.media.DtlsRole;
import akkord.media.srtp.SrtpKeys;
import akkord.media.srtp.SrtpProfile;
import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;

/** What one handshake settles, gathered by {@link DtlsServer} or {@link DtlsClient}. */
final class HandshakeResult {
  /** Bytes of a modulus of 4096 bits, an ordinary exponent and their ASN.1. */
  private static final int MAX_PUBLIC_KEY = 550;

  private SrtpProfile profile;
  private SrtpKeys keys;
  private RecordKeys recordKeys;
  private PeerCertificate peer;
  private boolean ended;

  void settle(SrtpProfile profile) {
    this.profile = profile;
  }

  SrtpProfile profile() {
    return profile;
  }

  /** Keeps the peer's own certificate, which it must have sent; its key is of bounded cost. */
  void certify(Certificate chain) throws IOException {
    if (chain == null || chain.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.certificate_required, "peer sent no certificate");
    }
    byte[] der = chain.getCertificateAt(0).getEncoded();
    if (publicKeyLength(der) > MAX_PUBLIC_KEY) {
      throw new TlsFatalAlert(
          AlertDescription.unsupported_certificate, "peer's key is larger than RSA with 4096 bits");
    }
    peer = new PeerCertificate(der);
  }

  private static int publicKeyLength(byte[] der) {
    return org.bouncycastle.asn1.x509.Certificate.getInstance(der)
        .getSubjectPublicKeyInfo()
        .getPublicKeyData()
        .getOctets()
        .length;
  }

  /** Exports the keys (RFC 5764 4.2) and derives the records'; the handshake must be complete. */
  void export(TlsContext context, DtlsRole role) throws IOException {
    byte[] material =
        context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.exportLength());
    keys = SrtpKeys.fromExport(profile, material, role == DtlsRole.CLIENT);
    recordKeys = RecordKeys.derive(context.getSecurityParametersConnection(), role);
  }

  void alerted(short level, short description) {
    ended |= level == AlertLevel.fatal || description == AlertDescription.close_notify;
  }

  SrtpKeys keys() {
    return keys;
  }

  RecordKeys recordKeys() {
    return recordKeys;
  }

  PeerCertificate peer() {
    return peer;
  }

  /** Whether the peer said that it is gone. */
  boolean ended() {
    return ended;
  }
}
