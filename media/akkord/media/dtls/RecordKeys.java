package akkord.media.dtls;

import akkord.media.DtlsRole;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;

/** Keys and salts of the records after a handshake (RFC 5246 6.3, RFC 5288 3). */
final class RecordKeys {
  /** Bytes of nonce that are not sent. */
  static final int SALT = 4;

  private final byte[] block;
  private final int keyLength;
  private final boolean asClient;

  private RecordKeys(byte[] block, int keyLength, boolean asClient) {
    this.block = block;
    this.keyLength = keyLength;
    this.asClient = asClient;
  }

  /**
   * Derives them from what a handshake has agreed on, the same that BouncyCastle has.
   *
   * @throws IOException if the cipher is another than AES-GCM, which nobody here offers
   */
  static RecordKeys derive(SecurityParameters agreed, DtlsRole role) throws IOException {
    int keyLength =
        switch (TlsUtils.getEncryptionAlgorithm(agreed.getCipherSuite())) {
          case EncryptionAlgorithm.AES_128_GCM -> 16;
          case EncryptionAlgorithm.AES_256_GCM -> 32;
          default -> throw new TlsFatalAlert(AlertDescription.internal_error, "not AES-GCM");
        };
    byte[] server = agreed.getServerRandom();
    byte[] seed = Arrays.copyOf(server, server.length + agreed.getClientRandom().length);
    System.arraycopy(
        agreed.getClientRandom(), 0, seed, server.length, agreed.getClientRandom().length);
    byte[] block =
        agreed
            .getMasterSecret()
            .deriveUsingPRF(
                agreed.getPRFAlgorithm(), ExporterLabel.key_expansion, seed, 2 * (keyLength + SALT))
            .extract();
    return new RecordKeys(block, keyLength, role == DtlsRole.CLIENT);
  }

  /** What we encrypt with: 16 or 32 bytes. */
  byte[] writeKey() {
    return key(asClient);
  }

  /** What the peer encrypts with. */
  byte[] readKey() {
    return key(!asClient);
  }

  /** The beginning of our nonces. */
  byte[] writeSalt() {
    return salt(asClient);
  }

  /** The beginning of the peer's nonces. */
  byte[] readSalt() {
    return salt(!asClient);
  }

  private byte[] key(boolean client) {
    int from = client ? 0 : keyLength;
    return Arrays.copyOfRange(block, from, from + keyLength);
  }

  private byte[] salt(boolean client) {
    int from = 2 * keyLength + (client ? 0 : SALT);
    return Arrays.copyOfRange(block, from, from + SALT);
  }
}
