package akkord.media;

import java.util.List;
import java.util.Map;

/**
 * How to receive a published track: one sending m-line of the client.
 *
 * @param trackSid {@code TR_...}
 * @param room the name of the room, for events that go there
 * @param kind audio or video
 * @param mid the m-line's {@code a=mid}
 * @param codecs acceptable codecs, the preferred one first
 * @param extensions negotiated header-extension ids, 1..14 or 1..255
 * @param streams one for each encoding, lowest quality first; a stream has a rid, an SSRC or both
 * @param speaks whether its audio level counts for active speakers (microphones, M-26)
 */
public record UpTrackSpec(
    String trackSid,
    String room,
    Kind kind,
    String mid,
    List<RtpCodec> codecs,
    Map<HeaderExtension, Integer> extensions,
    List<Stream> streams,
    boolean speaks) {

  /**
   * One encoding.
   *
   * @param rid its {@code a=rid}, empty without simulcast
   * @param layer spatial layer, 0 the lowest
   * @param ssrc unsigned SSRC if the description tells it, else 0
   * @param rtxSsrc unsigned SSRC of its retransmissions if told, else 0
   */
  public record Stream(String rid, int layer, long ssrc, long rtxSsrc) {}
}
