package akkord.media.sdp;

import java.util.Locale;

/** Who begins the DTLS handshake: {@code a=setup} (RFC 8842 5). */
public enum Setup {
  ACTIVE,
  PASSIVE,
  ACTPASS,
  HOLDCONN;

  /** The attribute's value, for example {@code actpass}. */
  public String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }
}
