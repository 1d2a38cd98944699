package akkord.media.sdp;

/**
 * {@code a=msid} (RFC 8830).
 *
 * @param stream id of the media stream, {@code -} for none
 * @param track id of the track, empty if not written
 */
public record Msid(String stream, String track) {}
