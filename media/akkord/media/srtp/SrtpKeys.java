package akkord.media.srtp;

import java.util.Arrays;

/**
 * Master keys and salts of one DTLS association. Not a record, so that nothing prints or compares
 * the secrets.
 */
public final class SrtpKeys {
  private final SrtpProfile profile;
  private final byte[] localKey;
  private final byte[] localSalt;
  private final byte[] remoteKey;
  private final byte[] remoteSalt;

  /**
   * Keeps copies.
   *
   * @param localKey protects what we send, {@link SrtpProfile#keyLength} bytes
   * @param localSalt {@link SrtpProfile#saltLength} bytes
   * @param remoteKey protects what the peer sends
   * @param remoteSalt as {@code localSalt}
   * @throws IllegalArgumentException a length does not fit the profile
   */
  public SrtpKeys(
      SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
    this.profile = profile;
    this.localKey = copy(localKey, profile.keyLength());
    this.localSalt = copy(localSalt, profile.saltLength());
    this.remoteKey = copy(remoteKey, profile.keyLength());
    this.remoteSalt = copy(remoteSalt, profile.saltLength());
  }

  /**
   * Cuts what DTLS exported with the label {@code EXTRACTOR-dtls_srtp}: client key, server key,
   * client salt, server salt (RFC 5764 4.2).
   *
   * @param exported {@link SrtpProfile#exportLength} bytes
   * @param localIsClient whether we were the DTLS client
   */
  public static SrtpKeys fromExport(SrtpProfile profile, byte[] exported, boolean localIsClient) {
    int key = profile.keyLength();
    int salt = profile.saltLength();
    byte[] clientKey = Arrays.copyOfRange(exported, 0, key);
    byte[] serverKey = Arrays.copyOfRange(exported, key, 2 * key);
    byte[] clientSalt = Arrays.copyOfRange(exported, 2 * key, 2 * key + salt);
    byte[] serverSalt = Arrays.copyOfRange(exported, 2 * key + salt, 2 * (key + salt));
    return localIsClient
        ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
        : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
  }

  private static byte[] copy(byte[] secret, int length) {
    if (secret.length != length) {
      throw new IllegalArgumentException(
          "expected %d bytes, got %d".formatted(length, secret.length));
    }
    return secret.clone();
  }

  /** The negotiated profile. */
  public SrtpProfile profile() {
    return profile;
  }

  byte[] localKey() {
    return localKey;
  }

  byte[] localSalt() {
    return localSalt;
  }

  byte[] remoteKey() {
    return remoteKey;
  }

  byte[] remoteSalt() {
    return remoteSalt;
  }

  @Override
  public String toString() {
    return "SrtpKeys[" + profile + "]";
  }
}
