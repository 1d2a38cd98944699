package akkord.media.srtp;

import akkord.media.net.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES128_CM_HMAC_SHA1_80 by the JDK (RFC 3711 4.1.1, 4.2.1). */
final class CmCipher implements SrtpCipher {
  private static final int TAG = 10;
  private static final int INDEX = 4;
  private static final byte ENCRYPTED = (byte) 0x80;

  private final Cipher cipher;
  private final Mac mac;
  private final SecretKeySpec key;
  private final byte[] salt;
  private final boolean rtcp;
  private final byte[] iv = new byte[16];
  private final byte[] digest = new byte[20];
  private final byte[] rollOver = new byte[4];

  /**
   * @param sessionKey 16 bytes
   * @param sessionSalt 14 bytes
   * @param macKey 20 bytes
   * @param rtcp whether packets are SRTCP
   */
  CmCipher(byte[] sessionKey, byte[] sessionSalt, byte[] macKey, boolean rtcp) {
    this.key = new SecretKeySpec(sessionKey, "AES");
    this.salt = sessionSalt;
    this.rtcp = rtcp;
    try {
      this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
      this.mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(macKey, "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR and HMAC-SHA1 are part of every JDK", e);
    }
  }

  static CmCipher derive(byte[] masterKey, byte[] masterSalt, boolean rtcp) {
    SrtpKdf kdf = new SrtpKdf(masterKey, masterSalt);
    int labels = rtcp ? SrtpKdf.RTCP : 0;
    return new CmCipher(
        kdf.derive(labels + SrtpKdf.RTP_ENCRYPTION, 16),
        kdf.derive(labels + SrtpKdf.RTP_SALT, 14),
        kdf.derive(labels + SrtpKdf.RTP_AUTHENTICATION, 20),
        rtcp);
  }

  @Override
  public int protect(byte[] bytes, int offset, int headerLength, int length, int ssrc, long index) {
    crypt(bytes, offset + headerLength, length - headerLength, ssrc, index);
    int signed = length;
    if (rtcp) {
      Bytes.putInt(bytes, offset + length, (int) index);
      bytes[offset + length] |= ENCRYPTED;
      signed += INDEX;
    }
    sign(bytes, offset, signed, index);
    System.arraycopy(digest, 0, bytes, offset + signed, TAG);
    return signed + TAG;
  }

  @Override
  public int unprotect(
      byte[] bytes, int offset, int headerLength, int length, int ssrc, long index) {
    int signed = length - TAG;
    sign(bytes, offset, signed, index);
    int difference = 0;
    for (int i = 0; i < TAG; i++) {
      difference |= digest[i] ^ bytes[offset + signed + i];
    }
    if (difference != 0) {
      return -1;
    }
    int end = rtcp ? signed - INDEX : signed;
    crypt(bytes, offset + headerLength, end - headerLength, ssrc, index);
    return end;
  }

  @Override
  public int overhead() {
    return rtcp ? TAG + INDEX : TAG;
  }

  /** RFC 3711 4.1.1: IV = salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16. */
  private void crypt(byte[] bytes, int at, int length, int ssrc, long index) {
    System.arraycopy(salt, 0, iv, 0, salt.length);
    Bytes.putInt(iv, 4, ssrc ^ Bytes.getInt(salt, 4));
    Bytes.putShort(iv, 8, (int) (index >>> 32) ^ Bytes.getShort(salt, 8));
    Bytes.putInt(iv, 10, (int) index ^ Bytes.getInt(salt, 10));
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      cipher.doFinal(bytes, at, length, bytes, at);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Leaves the tag in {@link #digest}; SRTP covers the roll-over counter too (RFC 3711 4.2). */
  private void sign(byte[] bytes, int offset, int length, long index) {
    mac.update(bytes, offset, length);
    if (!rtcp) {
      Bytes.putInt(rollOver, 0, (int) (index >>> 16));
      mac.update(rollOver, 0, rollOver.length);
    }
    try {
      mac.doFinal(digest, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
