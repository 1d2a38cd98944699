package akkord.media.srtp;

import akkord.media.net.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AEAD_AES_128_GCM by the JDK (RFC 7714), on arrays: direct buffers cost it half as much again. */
final class GcmCipher implements SrtpCipher {
  private static final int TAG = 16;
  private static final int INDEX = 4;
  private static final byte ENCRYPTED = (byte) 0x80;

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final boolean rtcp;
  private final int saltOfSsrc;
  private final int saltOfRollover;
  private final int saltOfSequence;
  private final byte[] iv = new byte[12];
  private final byte[] indexWord = new byte[INDEX];
  private long lastIndex = -1;
  private int lastSsrc;

  /**
   * @param sessionKey 16 bytes
   * @param sessionSalt 12 bytes
   * @param rtcp whether packets are SRTCP
   */
  GcmCipher(byte[] sessionKey, byte[] sessionSalt, boolean rtcp) {
    this.key = new SecretKeySpec(sessionKey, "AES");
    this.rtcp = rtcp;
    System.arraycopy(sessionSalt, 0, iv, 0, 2);
    saltOfSsrc = Bytes.getInt(sessionSalt, 2);
    saltOfRollover = Bytes.getShort(sessionSalt, 6);
    saltOfSequence = Bytes.getInt(sessionSalt, 8);
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is part of every JDK", e);
    }
  }

  static GcmCipher derive(byte[] masterKey, byte[] masterSalt, boolean rtcp) {
    SrtpKdf kdf = new SrtpKdf(masterKey, masterSalt);
    int labels = rtcp ? SrtpKdf.RTCP : 0;
    return new GcmCipher(
        kdf.derive(labels + SrtpKdf.RTP_ENCRYPTION, 16),
        kdf.derive(labels + SrtpKdf.RTP_SALT, 12),
        rtcp);
  }

  @Override
  public int protect(byte[] bytes, int offset, int headerLength, int length, int ssrc, long index) {
    try {
      forgetRepeatedIv(ssrc, index);
      start(Cipher.ENCRYPT_MODE, bytes, offset, headerLength, ssrc, index);
      int payload = offset + headerLength;
      cipher.doFinal(bytes, payload, length - headerLength, bytes, payload);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    if (!rtcp) {
      return length + TAG;
    }
    System.arraycopy(indexWord, 0, bytes, offset + length + TAG, INDEX);
    return length + TAG + INDEX;
  }

  @Override
  public int unprotect(
      byte[] bytes, int offset, int headerLength, int length, int ssrc, long index) {
    int end = rtcp ? length - INDEX : length;
    try {
      start(Cipher.DECRYPT_MODE, bytes, offset, headerLength, ssrc, index);
      int payload = offset + headerLength;
      cipher.doFinal(bytes, payload, end - headerLength, bytes, payload);
      return end - TAG;
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int overhead() {
    return rtcp ? TAG + INDEX : TAG;
  }

  private void start(int mode, byte[] bytes, int offset, int headerLength, int ssrc, long index)
      throws GeneralSecurityException {
    nonce(ssrc, index);
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG, iv));
    cipher.updateAAD(bytes, offset, headerLength);
    if (rtcp) {
      Bytes.putInt(indexWord, 0, (int) index);
      indexWord[0] |= ENCRYPTED;
      cipher.updateAAD(indexWord, 0, INDEX);
    }
  }

  /** RFC 7714 8.1 and 9.1: two zero bytes, SSRC, 48 bits of index, all XOR salt. */
  private void nonce(int ssrc, long index) {
    Bytes.putInt(iv, 2, ssrc ^ saltOfSsrc);
    Bytes.putShort(iv, 6, (int) (index >>> 32) ^ saltOfRollover);
    Bytes.putInt(iv, 8, (int) index ^ saltOfSequence);
  }

  // The JDK refuses the same IV twice in a row; a plain retransmission may come right after itself.
  private void forgetRepeatedIv(int ssrc, long index) throws GeneralSecurityException {
    if (index == lastIndex && ssrc == lastSsrc) {
      nonce(~ssrc, index);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, iv));
    }
    lastIndex = index;
    lastSsrc = ssrc;
  }
}
