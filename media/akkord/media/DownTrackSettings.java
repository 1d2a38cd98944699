package akkord.media;

/**
 * What a subscriber asks of a track (S-06, S-07).
 *
 * @param disabled nothing is sent; sequence numbers stay continuous
 * @param maxSpatial highest spatial layer wanted, 0..2
 * @param maxTemporal highest temporal layer wanted, 0..3
 */
public record DownTrackSettings(boolean disabled, int maxSpatial, int maxTemporal) {
  /** Everything. */
  public static final DownTrackSettings ALL = new DownTrackSettings(false, 2, 3);
}
