package akkord.media.sdp;

/**
 * {@code a=rid} (RFC 8851).
 *
 * @param id name of the encoding
 * @param send whether the writer of the description sends it; else it receives it
 * @param restrictions what follows the direction, empty if nothing
 */
public record Rid(String id, boolean send, String restrictions) {}
