package akkord.media.forward;

/**
 * When to ask the publisher for a key frame of one encoding: at once for the first who needs one,
 * then again only after the publisher can have heard and only while somebody still needs it.
 *
 * <p>A burst of subscribers is served by one key frame; those who come a little late start from the
 * cache ({@link UpStream#canReplay}). This replaces the fixed 0.5-1 s of M-24.
 */
final class KeyFrameRequester {
  /**
   * libwebrtc ignores a request that follows another within 300 ms, so asking sooner only delays
   * the one that counts.
   */
  static final long INTERVAL = 310_000_000L;

  /** Between requests that nobody answers: a publisher that plays a file does not listen. */
  static final long UNANSWERED_INTERVAL = 1_000_000_000L;

  private static final int PATIENCE = 4;

  private boolean wanted;
  private int unanswered;
  private boolean everAsked;
  private long askedAt;

  /** Somebody needs a key frame; to be repeated while it is so. */
  void want() {
    wanted = true;
  }

  /** Whether somebody needs one that is not asked for yet. */
  boolean isWanted() {
    return wanted;
  }

  /** A key frame began: whoever needed one has it. */
  void onKeyFrame() {
    wanted = false;
    unanswered = 0;
  }

  /** Whether to ask now; if so, it counts as asked. */
  boolean poll(long now) {
    if (!wanted || (everAsked && now - askedAt < interval())) {
      return false;
    }
    wanted = false;
    everAsked = true;
    askedAt = now;
    unanswered++;
    return true;
  }

  private long interval() {
    return unanswered > PATIENCE ? UNANSWERED_INTERVAL : INTERVAL;
  }
}
