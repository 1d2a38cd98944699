package akkord.media.sdp;

/**
 * The {@code a=ssrc} lines of one SSRC (RFC 5576).
 *
 * @param ssrc unsigned
 * @param cname empty if not written
 * @param msid value of its {@code msid} attribute, empty if not written
 */
public record Source(long ssrc, String cname, String msid) {}
