package akkord.actors;

/**
 * What participants may leave at the server for others to fetch (2.1).
 *
 * @param enabled whether they may at all
 * @param maxKeyLength bytes of UTF-8 in a key, 0 for any number
 * @param maxSize bytes in all blobs of one participant, 0 for any number
 */
public record DataBlobSettings(boolean enabled, int maxKeyLength, int maxSize) {
  /** LiveKit's. */
  public static final DataBlobSettings DEFAULT = new DataBlobSettings(false, 256, 64_000);
}
