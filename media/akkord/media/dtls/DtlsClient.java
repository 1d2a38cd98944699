package akkord.media.dtls;

import akkord.media.DtlsRole;
import akkord.media.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** Our side as DTLS client: the same demands as {@link DtlsServer}. */
class DtlsClient extends DefaultTlsClient {
  private final DtlsParameters parameters;
  private final HandshakeResult result;

  DtlsClient(DtlsParameters parameters, HandshakeResult result) {
    super(parameters.crypto());
    this.parameters = parameters;
    this.result = result;
  }

  /** Codes for {@code use_srtp}, the preferred one first. */
  int[] offeredProfiles() {
    return DtlsParameters.profiles();
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
  @SuppressWarnings("JdkObsolete") // BouncyCastle's type
  protected Vector<Integer> getSupportedGroups(@SuppressWarnings("rawtypes") Vector roles) {
    Vector<Integer> groups = new Vector<>();
    TlsUtils.addIfSupported(groups, getCrypto(), DtlsParameters.groups());
    return groups;
  }

  @Override
  protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
    return DtlsParameters.signatures();
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

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
  @SuppressWarnings("rawtypes")
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    int[] profiles = offeredProfiles();
    if (profiles.length > 0) {
      TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
    }
    return extensions;
  }

  @Override
  public void processServerExtensions(@SuppressWarnings("rawtypes") Hashtable extensions)
      throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData answer = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    if (answer == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "peer answered no use_srtp");
    }
    int[] codes = answer.getProtectionProfiles();
    SrtpProfile chosen = codes.length == 1 ? DtlsParameters.choose(codes) : null;
    if (chosen == null) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter, "peer chose no profile of ours");
    }
    result.settle(chosen);
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        result.certify(server.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return parameters.signer(context);
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    result.export(context, DtlsRole.CLIENT);
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    result.alerted(level, description);
  }
}
