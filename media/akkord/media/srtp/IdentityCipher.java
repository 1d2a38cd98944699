package akkord.media.srtp;

/** Leaves packets as they are: for stories in virtual time and for allocation tests. */
final class IdentityCipher implements SrtpCipher {
  @Override
  public int protect(byte[] bytes, int offset, int headerLength, int length, int ssrc, long index) {
    return length;
  }

  @Override
  public int unprotect(
      byte[] bytes, int offset, int headerLength, int length, int ssrc, long index) {
    return length;
  }

  @Override
  public int overhead() {
    return 0;
  }
}
