package akkord.media.rtp;

/** The client-to-mixer audio level extension (RFC 6464). */
public final class AudioLevel {
  /** The level of silence, in -dBov. */
  public static final int SILENCE = 127;

  private AudioLevel() {}

  /**
   * How loud a packet is.
   *
   * @param id the extension's id, 0 if not negotiated
   * @return 0 (loudest) .. 127 (silence) in -dBov, -1 if the packet does not tell
   */
  public static int of(RtpPacket packet, int id) {
    int at = packet.extension(id);
    return at < 0 || packet.extensionLength(at) < 1 ? -1 : packet.packet().bytes[at] & 0x7F;
  }
}
