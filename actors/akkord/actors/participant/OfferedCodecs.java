package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.sdp.RtpPayload;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Payload types and extension ids of our own offers, the same in every section (M-01, M-04). */
final class OfferedCodecs {
  private static final List<String> AUDIO_FEEDBACK = List.of("nack");
  private static final List<String> VIDEO_FEEDBACK =
      List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli");
  private static final String OPUS = "minptime=10;useinbandfec=1";
  private static final String H264 =
      "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";
  private static final Map<HeaderExtension, Integer> AUDIO_EXTENSIONS =
      ids(
          Map.of(
              HeaderExtension.AUDIO_LEVEL, 1,
              HeaderExtension.MID, 4,
              HeaderExtension.ABS_CAPTURE_TIME, 6));
  private static final Map<HeaderExtension, Integer> VIDEO_EXTENSIONS =
      ids(
          Map.of(
              HeaderExtension.ABS_SEND_TIME, 2,
              HeaderExtension.TRANSPORT_CC, 3,
              HeaderExtension.MID, 4,
              HeaderExtension.PLAYOUT_DELAY, 5,
              HeaderExtension.ABS_CAPTURE_TIME, 6,
              HeaderExtension.DEPENDENCY_DESCRIPTOR, 12));

  private OfferedCodecs() {}

  /**
   * The one codec of a section.
   *
   * @param stereo whether the audio has two channels: that has a payload type of its own, because
   *     one payload type must have one meaning in a bundle (RFC 8843 10.1.2)
   */
  static NegotiatedCodec propose(Codec codec, boolean stereo) {
    Optional<RtpPayload> rtx =
        codec.kind() == Kind.AUDIO
            ? Optional.empty()
            : Optional.of(
                RtpPayload.of(
                    payloadType(codec, false) + 1,
                    "rtx",
                    codec.clockRate(),
                    0,
                    "apt=" + payloadType(codec, false)));
    return new NegotiatedCodec(
        codec,
        new RtpPayload(
            payloadType(codec, stereo),
            codec.encodingName(),
            codec.clockRate(),
            codec.channels() > 1 ? codec.channels() : 0,
            fmtp(codec, stereo),
            codec.kind() == Kind.AUDIO ? AUDIO_FEEDBACK : VIDEO_FEEDBACK),
        rtx,
        codec.kind() == Kind.AUDIO ? AUDIO_EXTENSIONS : VIDEO_EXTENSIONS);
  }

  private static int payloadType(Codec codec, boolean stereo) {
    return switch (codec) {
      case OPUS -> stereo ? 112 : 111;
      case PCMU -> 0;
      case PCMA -> 8;
      case VP8 -> 96;
      case VP9 -> 98;
      case H264 -> 125;
      case AV1 -> 35;
      case RED, H265 -> throw new IllegalArgumentException(codec + " is not offered");
    };
  }

  private static String fmtp(Codec codec, boolean stereo) {
    return switch (codec) {
      case OPUS -> stereo ? OPUS + ";sprop-stereo=1" : OPUS;
      case H264 -> H264;
      case VP9 -> "profile-id=0";
      default -> "";
    };
  }

  private static Map<HeaderExtension, Integer> ids(Map<HeaderExtension, Integer> ids) {
    return Collections.unmodifiableMap(new EnumMap<>(ids));
  }
}
