package akkord.media.forward;

/** Which packets of a stream to ask the publisher for again. */
public final class NackGenerator {
  /** The most sequence numbers one request carries. */
  public static final int MAX_REQUESTS = 128;
}
