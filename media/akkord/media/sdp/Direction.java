package akkord.media.sdp;

import java.util.Locale;

/** Direction of a media section, as the one who wrote the description sees it (RFC 8866 6.7). */
public enum Direction {
  SENDRECV,
  SENDONLY,
  RECVONLY,
  INACTIVE;

  /** Whether the writer of the description sends. */
  public boolean sends() {
    return this == SENDRECV || this == SENDONLY;
  }

  /** Whether the writer of the description receives. */
  public boolean receives() {
    return this == SENDRECV || this == RECVONLY;
  }

  /** The attribute's name, for example {@code sendonly}. */
  public String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }
}
