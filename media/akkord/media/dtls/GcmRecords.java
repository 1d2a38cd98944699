package akkord.media.dtls;

import akkord.media.net.Bytes;
import akkord.media.srtp.ReplayWindow;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Records of one session after its handshake, protected by the JDK's AES-GCM straight from array to
 * array (RFC 6347 4.1, RFC 5288 3): BouncyCastle takes several times as long for one.
 *
 * <p>BouncyCastle goes on numbering its own records from 0 under the same key, and a number is a
 * nonce. Ours begin where it never comes to.
 */
final class GcmRecords {
  /** Result of {@link #open}: its number was seen before, or is too old to know. */
  static final int REPLAYED = -1;

  /** Result of {@link #open}: the peer did not make it. */
  static final int FORGED = -2;

  /** Our first sequence number: BouncyCastle would need years to send so many records. */
  static final long FIRST = 1L << 32;

  private static final long END = 1L << 48;
  private static final long EPOCH = 1L << 48;
  private static final int NUMBER = 3;
  private static final int NONCE = 13;
  private static final int CONTENT = NONCE + 8;
  private static final int TAG = 16;

  /** Bytes that protection adds: header, the nonce's explicit part, tag. */
  static final int OVERHEAD = CONTENT + TAG;

  private static final int VERSION = 0xFEFD;
  private static final int WINDOW = 256;

  private final Direction writing;
  private final Direction reading;
  private final ReplayWindow replay = new ReplayWindow(WINDOW);
  private final byte[] additional = new byte[13];
  private long next = FIRST;

  GcmRecords(RecordKeys keys) {
    writing = new Direction(keys.writeKey(), keys.writeSalt());
    reading = new Direction(keys.readKey(), keys.readSalt());
  }

  private static final class Direction {
    final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] nonce;

    Direction(byte[] key, byte[] salt) {
      this.key = new SecretKeySpec(key, "AES");
      nonce = new byte[salt.length + 8];
      System.arraycopy(salt, 0, nonce, 0, salt.length);
      try {
        cipher = Cipher.getInstance("AES/GCM/NoPadding");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES-GCM is part of every JDK", e);
      }
    }

    void start(int mode, long explicit, byte[] additional) throws GeneralSecurityException {
      Bytes.putLong(nonce, RecordKeys.SALT, explicit);
      cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
      cipher.updateAAD(additional, 0, additional.length);
    }
  }

  /** Whether all sequence numbers have been used: the session has to end. */
  boolean exhausted() {
    return next >= END;
  }

  /**
   * Writes a record of {@code length} bytes; not once {@link #exhausted}.
   *
   * @param type its content type
   * @param to has room for {@link #OVERHEAD} more from {@code at} on; another array
   * @return bytes written
   */
  int seal(int type, byte[] from, int offset, int length, byte[] to, int at) {
    long number = EPOCH | next++;
    to[at] = (byte) type;
    Bytes.putShort(to, at + 1, VERSION);
    Bytes.putLong(to, at + NUMBER, number);
    Bytes.putShort(to, at + 11, CONTENT - NONCE + length + TAG);
    Bytes.putLong(to, at + NONCE, number);
    describe(number, type, length);
    try {
      writing.start(Cipher.ENCRYPT_MODE, number, additional);
      writing.cipher.doFinal(from, offset, length, to, at + CONTENT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return OVERHEAD + length;
  }

  /**
   * Decrypts a record of epoch 1; it stays as it is.
   *
   * @param size its bytes with header, {@link #OVERHEAD} or more
   * @param to takes the plaintext from index 0
   * @return bytes of plaintext, {@link #REPLAYED} or {@link #FORGED}
   */
  int open(byte[] record, int at, int size, byte[] to) {
    long number = Bytes.getLong(record, at + NUMBER);
    if (replay.isReplayed(number - EPOCH)) {
      return REPLAYED;
    }
    int length = size - OVERHEAD;
    describe(number, record[at], length);
    try {
      reading.start(Cipher.DECRYPT_MODE, Bytes.getLong(record, at + NONCE), additional);
      reading.cipher.doFinal(record, at + CONTENT, length + TAG, to, 0);
    } catch (AEADBadTagException e) {
      return FORGED;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    replay.accept(number - EPOCH);
    return length;
  }

  /** What the tag covers besides the content (RFC 5246 6.2.3.3). */
  private void describe(long number, int type, int length) {
    Bytes.putLong(additional, 0, number);
    additional[8] = (byte) type;
    Bytes.putShort(additional, 9, VERSION);
    Bytes.putShort(additional, 11, length);
  }
}
