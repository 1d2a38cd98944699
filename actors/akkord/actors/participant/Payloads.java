package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.Kind;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.RtpPayload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds codecs among the payload types that a client offers. */
final class Payloads {
  /** What can be forwarded. */
  static final Set<Codec> SUPPORTED =
      EnumSet.of(Codec.OPUS, Codec.PCMU, Codec.PCMA, Codec.VP8, Codec.VP9, Codec.H264, Codec.AV1);

  private static final List<String> VIDEO_FEEDBACK =
      List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli");
  private static final int UNUSABLE = Integer.MAX_VALUE;

  private Payloads() {}

  /** The codec that a track of this MIME type or bare name travels as; empty if unknown. */
  static Optional<Codec> codec(String mime) {
    // RED is not negotiated: its primary encoding is what is sent.
    return Codec.of(mime).map(codec -> codec == Codec.RED ? Codec.OPUS : codec);
  }

  /** The best payload type for a codec; empty if the section has none. */
  static Optional<RtpPayload> find(MediaSection section, Codec codec) {
    return section.payloads().stream()
        .filter(payload -> rank(payload, codec) != UNUSABLE)
        .min(Comparator.comparingInt(payload -> rank(payload, codec)));
  }

  /** The first offered codec that can be forwarded and is not in {@code except}. */
  static Optional<Codec> first(MediaSection section, Set<Codec> except) {
    for (RtpPayload payload : section.payloads()) {
      Optional<Codec> codec =
          Codec.of(payload.encodingName())
              .filter(c -> SUPPORTED.contains(c) && !except.contains(c))
              .filter(c -> section.kind().equals(Optional.of(c.kind())))
              .filter(c -> rank(payload, c) != UNUSABLE);
      if (codec.isPresent()) {
        return codec;
      }
    }
    return Optional.empty();
  }

  /** The retransmissions of a payload type, if offered. */
  static Optional<RtpPayload> rtx(MediaSection section, RtpPayload payload) {
    return section.payloads().stream()
        .filter(other -> other.retransmits(payload.payloadType()))
        .findFirst();
  }

  /** The offered payload type as our description has it (M-05). */
  static RtpPayload answered(RtpPayload offered, Codec codec, String opusFmtp) {
    List<String> feedback = new ArrayList<>();
    if (codec.kind() == Kind.AUDIO) {
      // Browsers do not offer it but obey it; every section says so, because one payload type must
      // have one meaning in a bundle (RFC 8843 10.1.2).
      feedback.add("nack");
    } else {
      VIDEO_FEEDBACK.stream().filter(offered.feedback()::contains).forEach(feedback::add);
    }
    String fmtp = codec == Codec.OPUS ? opusFmtp : withoutPrivate(offered.fmtp());
    return offered.withFmtp(fmtp).withFeedback(feedback);
  }

  /** The offered parameters of a payload type, without those that clients write for themselves. */
  static String publicFmtp(MediaSection section, int payloadType) {
    return section.payloads().stream()
        .filter(payload -> payload.payloadType() == payloadType)
        .map(payload -> withoutPrivate(payload.fmtp()))
        .findFirst()
        .orElse("");
  }

  /** Drops parameters such as {@code x-google-start-bitrate}. */
  private static String withoutPrivate(String fmtp) {
    if (!fmtp.contains("x-google-")) {
      return fmtp;
    }
    List<String> kept = new ArrayList<>();
    for (String part : fmtp.split(";", -1)) {
      if (!part.strip().startsWith("x-google-") && !part.isBlank()) {
        kept.add(part.strip());
      }
    }
    return String.join(";", kept);
  }

  /** How well a payload type serves a codec, 0 best. */
  private static int rank(RtpPayload payload, Codec codec) {
    if (!payload.encodingName().equalsIgnoreCase(codec.encodingName())
        || payload.clockRate() != codec.clockRate()) {
      return UNUSABLE;
    }
    return switch (codec) {
      case VP9 -> isZero(payload.parameter("profile-id")) ? 0 : UNUSABLE;
      case AV1 -> isZero(payload.parameter("profile")) ? 0 : UNUSABLE;
      case H264 -> rankH264(payload);
      default -> 0;
    };
  }

  private static boolean isZero(String parameter) {
    return parameter.isEmpty() || parameter.equals("0");
  }

  /** Constrained baseline, which everybody decodes, before the others; mode 1 before mode 0. */
  private static int rankH264(RtpPayload payload) {
    String profile = payload.parameter("profile-level-id").toLowerCase(Locale.ROOT);
    int byProfile =
        switch (profile.substring(0, Math.min(4, profile.length()))) {
          case "42e0", "" -> 0;
          case "4200" -> 1;
          case "4d00" -> 2;
          default -> profile.startsWith("42") ? 1 : 3;
        };
    return byProfile + (payload.parameter("packetization-mode").equals("1") ? 0 : 4);
  }
}
