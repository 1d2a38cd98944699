package akkord.media.dtls;

import akkord.media.DtlsRole;
import akkord.media.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** Our answers as DTLS server: DTLS 1.2, the client's certificate required, SRTP required. */
final class DtlsServer extends DefaultTlsServer {
  private final DtlsParameters parameters;
  private final HandshakeResult result;

  DtlsServer(DtlsParameters parameters, HandshakeResult result) {
    super(parameters.crypto());
    this.parameters = parameters;
    this.result = result;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return parameters.cipherSuites();
  }

  @Override
  protected boolean preferLocalCipherSuites() {
    return true;
  }

  @Override
  public int[] getSupportedGroups() {
    return DtlsParameters.groups();
  }

  // The inherited choice would take any curve that the client names.
  @Override
  protected int selectECDH(int minimumCurveBits) {
    int[] offered = context.getSecurityParametersHandshake().getClientSupportedGroups();
    if (offered == null) {
      return selectECDHDefault(minimumCurveBits);
    }
    for (int ours : DtlsParameters.groups()) {
      for (int theirs : offered) {
        if (ours == theirs) {
          return ours;
        }
      }
    }
    return -1;
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  // A self-signed certificate proves nothing by its own signature; the fingerprint does.
  @Override
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return DtlsParameters.RESEND_MILLIS;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return parameters.timeoutMillis();
  }

  @Override
  public void processClientExtensions(@SuppressWarnings("rawtypes") Hashtable extensions)
      throws IOException {
    super.processClientExtensions(extensions);
    UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
    if (offered == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "peer offered no use_srtp");
    }
    SrtpProfile chosen = DtlsParameters.choose(offered.getProtectionProfiles());
    if (chosen == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common");
    }
    result.settle(chosen);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    if (result.profile() == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "peer offered no extensions");
    }
    int[] chosen = {result.profile().id()};
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(chosen, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
    return parameters.signer(context);
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
    return new CertificateRequest(types, DtlsParameters.signatures(), null);
  }

  @Override
  public void notifyClientCertificate(Certificate chain) throws IOException {
    result.certify(chain);
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    result.export(context, DtlsRole.SERVER);
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    result.alerted(level, description);
  }
}
