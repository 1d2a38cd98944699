package akkord.media.sdp;

/**
 * A header extension of a media section: {@code a=extmap} (RFC 8285 6). Its direction and
 * attributes are not kept.
 *
 * @param id 1..255
 * @param uri what it is
 */
public record Extmap(int id, String uri) {}
