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

  /** Keeps the peer's own certificate, which it must have sent. */
  void certify(Certificate chain) throws IOException {
    if (chain == null || chain.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.certificate_required, "peer sent no certificate");
    }
    peer = new PeerCertificate(chain.getCertificateAt(0).getEncoded());
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
