package akkord.app.join;

import akkord.app.file.MediaFile;
import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import java.util.List;
import java.util.Locale;

/**
 * Writes our offers: VP8, H.264 and Opus. What we lose is asked for again on its own stream; video
 * that the server loses is sent again as RTX (RFC 4588).
 */
final class JoinOffer {
  private static final int VP8 = 96;
  private static final int H264 = 102;
  private static final int OPUS = 111;

  private static final int RTX = 1; // above the payload type it is for

  private final StringBuilder text = new StringBuilder();

  private JoinOffer() {}

  /** The payload type that {@code codec} has in every section. */
  static int payloadType(MediaFile.Kind codec) {
    return switch (codec) {
      case VP8 -> VP8;
      case H264 -> H264;
      case OPUS -> OPUS;
    };
  }

  /** The payload type of what is sent again of {@code codec}, which is a video's. */
  static int rtxPayloadType(MediaFile.Kind codec) {
    return payloadType(codec) + RTX;
  }

  /** RTP ticks a second (RFC 7741, RFC 6184, RFC 7587). */
  static int clockRate(MediaFile.Kind codec) {
    return codec == MediaFile.Kind.OPUS ? 48_000 : 90_000;
  }

  /** The codec with this payload type, null if none of ours has it. */
  static MediaFile.Kind codec(int payloadType) {
    return switch (payloadType) {
      case VP8 -> MediaFile.Kind.VP8;
      case H264 -> MediaFile.Kind.H264;
      case OPUS -> MediaFile.Kind.OPUS;
      default -> null;
    };
  }

  /** The offer's text; a section keeps its place for ever. */
  static String write(
      IceCredentials ice, Fingerprint fingerprint, int version, List<Section> sections) {
    JoinOffer offer = new JoinOffer();
    offer.line("v=0");
    offer.line("o=- 1 %d IN IP4 127.0.0.1", version);
    offer.line("s=-");
    offer.line("t=0 0");
    offer.text.append("a=group:BUNDLE");
    for (int mid = 0; mid < sections.size(); mid++) {
      offer.text.append(' ').append(mid);
    }
    offer.line("");
    for (int mid = 0; mid < sections.size(); mid++) {
      offer.section(mid, sections.get(mid), ice, fingerprint);
    }
    return offer.text.toString();
  }

  private void section(int mid, Section section, IceCredentials ice, Fingerprint fingerprint) {
    List<Integer> formats =
        section
            .sent()
            .map(codec -> sent(codec, section.rtxSsrc() != 0))
            .orElse(section.video() ? List.of(VP8, H264) : List.of(OPUS));
    String numbers = String.join(" ", formats.stream().map(String::valueOf).toList());
    line("m=%s 9 UDP/TLS/RTP/SAVPF %s", section.video() ? "video" : "audio", numbers);
    line("c=IN IP4 0.0.0.0");
    line("a=ice-ufrag:%s", ice.ufrag());
    line("a=ice-pwd:%s", ice.password());
    line("a=fingerprint:%s %s", fingerprint.algorithm(), fingerprint.value());
    line("a=setup:actpass");
    line("a=mid:%d", mid);
    line("a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid");
    line("a=rtcp-mux");
    if (section.sent().isEmpty()) {
      line("a=recvonly");
    } else {
      line("a=sendonly");
      line("a=msid:- %s", section.cid());
      if (section.rtxSsrc() != 0) {
        line("a=ssrc-group:FID %d %d", section.ssrc(), section.rtxSsrc());
        line("a=ssrc:%d cname:akkord", section.rtxSsrc());
      }
      line("a=ssrc:%d cname:akkord", section.ssrc());
    }
    formats.forEach(this::format);
  }

  private static List<Integer> sent(MediaFile.Kind codec, boolean rtx) {
    return rtx ? List.of(payloadType(codec), rtxPayloadType(codec)) : List.of(payloadType(codec));
  }

  private void format(int payloadType) {
    switch (payloadType) {
      case VP8 + RTX, H264 + RTX -> {
        line("a=rtpmap:%d rtx/90000", payloadType);
        line("a=fmtp:%d apt=%d", payloadType, payloadType - RTX);
        return;
      }
      case VP8 -> line("a=rtpmap:%d VP8/90000", VP8);
      case H264 -> {
        line("a=rtpmap:%d H264/90000", H264);
        line(
            "a=fmtp:%d level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
            H264);
      }
      default -> {
        line("a=rtpmap:%d opus/48000/2", OPUS);
        line("a=fmtp:%d minptime=10;useinbandfec=1", OPUS);
        return;
      }
    }
    line("a=rtcp-fb:%d nack", payloadType);
    line("a=rtcp-fb:%d nack pli", payloadType);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append("\r\n");
  }
}
