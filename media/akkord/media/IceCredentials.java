package akkord.media;

/**
 * One side's ICE credentials (RFC 8839 5.4).
 *
 * @param ufrag 4..256 ICE characters
 * @param password 22..256 ICE characters; never logged
 */
public record IceCredentials(String ufrag, String password) {
  @Override
  public String toString() {
    return "IceCredentials[ufrag=" + ufrag + "]";
  }
}
