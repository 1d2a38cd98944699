package akkord.media.sdp;

import java.util.List;

/**
 * One payload type of a media section: {@code a=rtpmap}, {@code a=fmtp} and {@code a=rtcp-fb}.
 *
 * @param payloadType 0..127
 * @param encodingName as written, for example {@code VP8} or {@code rtx}; empty without a rtpmap
 * @param clockRate in hertz; 0 without a rtpmap
 * @param channels as written; 0 if not written
 * @param fmtp format parameters, empty if none
 * @param feedback {@code a=rtcp-fb} values, for example {@code nack pli}
 */
public record RtpPayload(
    int payloadType,
    String encodingName,
    int clockRate,
    int channels,
    String fmtp,
    List<String> feedback) {
  /** Copies the list. */
  public RtpPayload {
    feedback = List.copyOf(feedback);
  }

  /** A payload type without feedback. */
  public static RtpPayload of(
      int payloadType, String encodingName, int clockRate, int channels, String fmtp) {
    return new RtpPayload(payloadType, encodingName, clockRate, channels, fmtp, List.of());
  }

  /** The same with other format parameters. */
  public RtpPayload withFmtp(String other) {
    return new RtpPayload(payloadType, encodingName, clockRate, channels, other, feedback);
  }

  /** The same with other feedback. */
  public RtpPayload withFeedback(List<String> other) {
    return new RtpPayload(payloadType, encodingName, clockRate, channels, fmtp, other);
  }

  /** The value of a format parameter, names in any case; empty if it is absent. */
  public String parameter(String name) {
    for (String part : fmtp.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
        return part.substring(equals + 1).strip();
      }
    }
    return "";
  }

  /** Whether this carries retransmissions of {@code other} (RFC 4588 8.6). */
  public boolean retransmits(int other) {
    return encodingName.equalsIgnoreCase("rtx") && parameter("apt").equals(String.valueOf(other));
  }
}
