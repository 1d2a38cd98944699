package akkord.media;

/** Which side of the DTLS handshake we take (RFC 8842). */
public enum DtlsRole {
  /** {@code a=setup:active}: we send the ClientHello. */
  CLIENT,
  /** {@code a=setup:passive}: the peer does. */
  SERVER
}
