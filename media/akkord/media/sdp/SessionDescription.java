package akkord.media.sdp;

import java.util.List;

/**
 * An offer or an answer.
 *
 * @param sessionId id in {@code o=}
 * @param sessionVersion version in {@code o=}
 * @param bundle mids of the first {@code a=group:BUNDLE}, the tagged one first; empty if none
 * @param iceLite {@code a=ice-lite}
 * @param extmapAllowMixed {@code a=extmap-allow-mixed} for the session
 * @param sections in order
 */
public record SessionDescription(
    long sessionId,
    long sessionVersion,
    List<String> bundle,
    boolean iceLite,
    boolean extmapAllowMixed,
    List<MediaSection> sections) {
  /** Copies the lists. */
  public SessionDescription {
    bundle = List.copyOf(bundle);
    sections = List.copyOf(sections);
  }

  /**
   * Reads a description.
   *
   * @throws SdpException if it is malformed or larger than {@link SdpParser} allows
   */
  public static SessionDescription parse(String text) throws SdpException {
    return new SdpParser(text).parse();
  }

  /** The text, lines ended by CR LF. */
  public String toText() {
    return SdpWriter.write(this);
  }
}
