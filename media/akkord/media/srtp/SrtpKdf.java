package akkord.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Derives session keys from a master key and salt (RFC 3711 4.3, key derivation rate 0). */
final class SrtpKdf {
  static final int RTP_ENCRYPTION = 0;
  static final int RTP_AUTHENTICATION = 1;
  static final int RTP_SALT = 2;

  /** Added to a label above, makes it the one for SRTCP. */
  static final int RTCP = 3;

  private final SecretKeySpec masterKey;
  private final byte[] masterSalt;

  SrtpKdf(byte[] masterKey, byte[] masterSalt) {
    this.masterKey = new SecretKeySpec(masterKey, "AES");
    this.masterSalt = masterSalt.clone();
  }

  /** {@code length} bytes of key stream for {@code label}. */
  byte[] derive(int label, int length) {
    // RFC 7714 11: a 12-byte salt is used as if two zero bytes followed it.
    byte[] iv = new byte[16];
    System.arraycopy(masterSalt, 0, iv, 0, masterSalt.length);
    iv[7] ^= (byte) label;
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, masterKey, new IvParameterSpec(iv));
      return cipher.doFinal(new byte[length]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR is part of every JDK", e);
    }
  }
}
