package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.HeaderExtension;
import akkord.media.RtpCodec;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.RtpPayload;
import java.util.Map;
import java.util.Optional;

/**
 * What one RTP section agrees on.
 *
 * @param codec the only codec of the section
 * @param payload as our description writes it
 * @param rtx its retransmissions
 * @param extensions header extensions and their ids
 */
record NegotiatedCodec(
    Codec codec,
    RtpPayload payload,
    Optional<RtpPayload> rtx,
    Map<HeaderExtension, Integer> extensions) {
  /**
   * For the media plane.
   *
   * @param fmtp parameters of the receiver, whoever that is
   */
  RtpCodec toRtpCodec(String fmtp) {
    return new RtpCodec(
        codec,
        payload.payloadType(),
        fmtp,
        rtx.map(RtpPayload::payloadType).orElse(-1),
        payload.feedback().contains("nack"),
        payload.feedback().contains("nack pli"),
        payload.feedback().contains("transport-cc")
            && extensions.containsKey(HeaderExtension.TRANSPORT_CC));
  }

  /** Writes codec and extensions into a section. */
  void writeTo(MediaSection.Builder section) {
    RtpSections.writeExtensions(extensions, section);
    section.payload(payload);
    rtx.ifPresent(section::payload);
  }
}
