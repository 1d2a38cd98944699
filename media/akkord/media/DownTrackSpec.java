package akkord.media;

import java.util.Map;

/**
 * How to send a subscribed track: one receiving m-line of the client.
 *
 * @param trackSid {@code TR_...} of the published track
 * @param kind audio or video
 * @param mid the m-line's {@code a=mid}
 * @param codec the codec to send with
 * @param extensions header-extension ids the subscriber negotiated
 * @param ssrc unsigned SSRC we chose
 * @param rtxSsrc unsigned SSRC for retransmissions, 0 without RTX
 * @param cname RTCP canonical name, shared by the tracks of one publisher
 * @param settings first selection
 */
public record DownTrackSpec(
    String trackSid,
    Kind kind,
    String mid,
    RtpCodec codec,
    Map<HeaderExtension, Integer> extensions,
    long ssrc,
    long rtxSsrc,
    String cname,
    DownTrackSettings settings) {}
