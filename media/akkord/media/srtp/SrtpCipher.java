package akkord.media.srtp;

/**
 * Protects packets of one direction and one protocol (SRTP or SRTCP) in place. Knows nothing of
 * replay, roll-over or streams: the caller says which SSRC and index a packet has.
 */
interface SrtpCipher {
  /**
   * Encrypts and authenticates {@code bytes[offset .. offset + length)}; the array has room for
   * {@link #overhead} more.
   *
   * @param headerLength bytes at the start that stay readable
   * @param index 48-bit packet index for SRTP (RFC 3711 3.3.1), 31-bit index for SRTCP (3.4)
   * @return the new length
   */
  int protect(byte[] bytes, int offset, int headerLength, int length, int ssrc, long index);

  /**
   * Verifies and decrypts; on failure the content is lost.
   *
   * @param length at least {@code headerLength +} {@link #overhead}
   * @return the new length, -1 if the tag is wrong
   */
  int unprotect(byte[] bytes, int offset, int headerLength, int length, int ssrc, long index);

  /** Bytes that protecting adds. */
  int overhead();
}
