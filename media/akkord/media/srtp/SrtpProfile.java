package akkord.media.srtp;

import java.util.Optional;

/** The protection profiles negotiated by DTLS-SRTP, the preferred one first. */
public enum SrtpProfile {
  /** AES-128 in Galois/counter mode, 16-byte tags (RFC 7714 14.2). */
  AEAD_AES_128_GCM(0x0007, 12, 16),
  /** AES-128 in counter mode with 80-bit HMAC-SHA1 tags (RFC 5764 4.1.2). */
  AES128_CM_HMAC_SHA1_80(0x0001, 14, 10);

  private final int id;
  private final int saltLength;
  private final int tagLength;

  SrtpProfile(int id, int saltLength, int tagLength) {
    this.id = id;
    this.saltLength = saltLength;
    this.tagLength = tagLength;
  }

  /** The id in the DTLS extension {@code use_srtp} (RFC 5764 4.1.2), 16 bit. */
  public int id() {
    return id;
  }

  /** Bytes of a master key. */
  public int keyLength() {
    return 16;
  }

  /** Bytes of a master salt. */
  public int saltLength() {
    return saltLength;
  }

  /** Bytes of an authentication tag, the same for SRTP and SRTCP. */
  public int tagLength() {
    return tagLength;
  }

  /** Bytes to export from DTLS: both sides' keys, then both sides' salts (RFC 5764 4.2). */
  public int exportLength() {
    return 2 * (keyLength() + saltLength);
  }

  /** The profile with this DTLS id, if it is one of ours. */
  public static Optional<SrtpProfile> of(int id) {
    for (SrtpProfile profile : values()) {
      if (profile.id == id) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }
}
