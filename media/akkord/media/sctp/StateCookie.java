package akkord.media.sctp;

import akkord.media.net.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an INIT would have us remember, given to the peer to bring back (RFC 9260 5.1.3): both
 * sides' parameters and the time, authenticated with a key of this association.
 */
final class StateCookie {
  /** How long a cookie may stay away, ns (RFC 9260 16: Valid.Cookie.Life). */
  static final long LIFETIME = 60_000_000_000L;

  private static final int CONTENT = 40;
  private static final int MAC = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key = new byte[32];

  StateCookie(RandomGenerator random) {
    random.nextBytes(key);
  }

  /**
   * What a cookie that came back says.
   *
   * @param stale how much too late it came, ns; 0 if in time
   */
  record Content(int localTag, int localFirstTsn, Peer peer, long stale) {}

  byte[] bake(int localTag, int localFirstTsn, Peer peer, long now) {
    byte[] cookie = new byte[CONTENT + MAC];
    Bytes.putLong(cookie, 0, now);
    Bytes.putInt(cookie, 8, localTag);
    Bytes.putInt(cookie, 12, localFirstTsn);
    Bytes.putInt(cookie, 16, peer.tag());
    Bytes.putInt(cookie, 20, peer.window());
    Bytes.putShort(cookie, 24, peer.outStreams());
    Bytes.putShort(cookie, 26, peer.inStreams());
    Bytes.putInt(cookie, 28, peer.firstTsn());
    Bytes.putInt(cookie, 32, peer.extensions());
    System.arraycopy(mac(cookie, 0), 0, cookie, CONTENT, MAC);
    return cookie;
  }

  /** The content of a cookie of ours; null if it is not ours. */
  Content open(byte[] bytes, int at, int length, long now) {
    if (length != CONTENT + MAC
        || !MessageDigest.isEqual(
            mac(bytes, at), Arrays.copyOfRange(bytes, at + CONTENT, at + length))) {
      return null;
    }
    return new Content(
        Bytes.getInt(bytes, at + 8),
        Bytes.getInt(bytes, at + 12),
        new Peer(
            Bytes.getInt(bytes, at + 16),
            Bytes.getInt(bytes, at + 20),
            Bytes.getShort(bytes, at + 24),
            Bytes.getShort(bytes, at + 26),
            Bytes.getInt(bytes, at + 28),
            Bytes.getInt(bytes, at + 32)),
        Math.max(0, now - Bytes.getLong(bytes, at) - LIFETIME));
  }

  private byte[] mac(byte[] bytes, int at) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(bytes, at, CONTENT);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
