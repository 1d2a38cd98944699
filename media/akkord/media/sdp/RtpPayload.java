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
    for (int start = 0; start < fmtp.length(); ) {
      int end = fmtp.indexOf(';', start);
      end = end < 0 ? fmtp.length() : end;
      int equals = fmtp.indexOf('=', start);
      if (equals > start
          && equals < end
          && fmtp.substring(start, equals).strip().equalsIgnoreCase(name)) {
        return fmtp.substring(equals + 1, end).strip();
      }
      start = end + 1;
    }
    return "";
  }

  /** Whether this carries retransmissions of {@code other} (RFC 4588 8.6). */
  public boolean retransmits(int other) {
    return encodingName.equalsIgnoreCase("rtx") && parameter("apt").equals(String.valueOf(other));
  }
}
