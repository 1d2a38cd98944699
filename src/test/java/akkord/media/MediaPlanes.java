package akkord.media;

/** Opens a plane's test hooks to tests of other packages. */
public final class MediaPlanes {
  private MediaPlanes() {}

  /** Makes a worker's thread die as of a bug. */
  public static void kill(MediaPlane plane, int worker) {
    plane.kill(worker);
  }
}
