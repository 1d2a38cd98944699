package akkord.media.rtcp;

import akkord.media.net.Packet;

/** Picture loss indication (RFC 4585 6.3.1); read its stream with {@link Feedback#mediaSsrc}. */
public final class Pli {
  static final int FORMAT = 1;

  private Pli() {}

  /**
   * Appends a request for a key frame of {@code mediaSsrc}.
   *
   * @return false if it has no room
   */
  public static boolean append(Packet packet, long senderSsrc, long mediaSsrc) {
    return Feedback.append(packet, Feedback.PAYLOAD, FORMAT, Feedback.BYTES, senderSsrc, mediaSsrc)
        >= 0;
  }
}
