package akkord.actors;

/**
 * What participants may do with data tracks (5.9).
 *
 * @param enabled whether anybody may publish one
 * @param maxTracks data tracks that one participant publishes at a time, 0 for any number
 * @param maxCustomEncoding bytes in the name of an encoding of the application's own, 0 for any
 *     number
 */
public record DataTrackSettings(boolean enabled, int maxTracks, int maxCustomEncoding) {
  /** LiveKit's, with a limit of our own on their number: everybody in the room hears of them. */
  public static final DataTrackSettings DEFAULT = new DataTrackSettings(true, 256, 32);
}
