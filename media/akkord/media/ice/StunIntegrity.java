package akkord.media.ice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and verifies MESSAGE-INTEGRITY with one short-term password (RFC 8489 14.5): HMAC-SHA1 over
 * the message up to the attribute, with a header length that counts the attribute too.
 */
public final class StunIntegrity {
  /** Bytes of the value. */
  public static final int LENGTH = 20;

  private static final int ATTRIBUTE_LENGTH = 4 + LENGTH;

  private final Mac mac;
  private final byte[] computed = new byte[LENGTH];
  private final byte[] messageLength = new byte[2];

  /** A key made of an ICE password. */
  public StunIntegrity(String password) {
    try {
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  /**
   * Whether the attribute at {@code attribute} signs the message that begins at {@code start}. The
   * comparison takes the same time wherever the values differ.
   */
  boolean matches(byte[] bytes, int start, int attribute) {
    compute(bytes, start, attribute);
    int difference = 0;
    for (int i = 0; i < LENGTH; i++) {
      difference |= computed[i] ^ bytes[attribute + 4 + i];
    }
    return difference == 0;
  }

  /** Writes the 20 bytes of value behind the attribute header at {@code attribute}. */
  void sign(byte[] bytes, int start, int attribute) {
    compute(bytes, start, attribute);
    System.arraycopy(computed, 0, bytes, attribute + 4, LENGTH);
  }

  private void compute(byte[] bytes, int start, int attribute) {
    int counted = attribute - start - StunMessage.HEADER_LENGTH + ATTRIBUTE_LENGTH;
    messageLength[0] = (byte) (counted >> 8);
    messageLength[1] = (byte) counted;
    mac.update(bytes, start, 2);
    mac.update(messageLength, 0, 2);
    mac.update(bytes, start + 4, attribute - start - 4);
    try {
      mac.doFinal(computed, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the buffer has the length of the MAC", e);
    }
  }
}
