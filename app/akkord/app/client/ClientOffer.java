package akkord.app.client;

import akkord.media.Fingerprint;
import akkord.media.IceCredentials;
import java.util.List;

/** Writes the offers of a client whose sections are known beforehand: Opus and VP8. */
public final class ClientOffer {
  /** Payload types in our offers. */
  public static final int OPUS = 111;

  /** VP8, with RTX on the next one. */
  public static final int VP8 = 96;

  /**
   * One section.
   *
   * @param video or audio
   * @param cid the track id of what is sent, empty for a receiving section
   * @param ssrc of what is sent
   */
  public record Section(boolean video, String cid, long ssrc) {
    /** A section that waits for somebody's video. */
    public static final Section RECEIVE_VIDEO = new Section(true, "", 0);

    /** A section that waits for somebody's audio. */
    public static final Section RECEIVE_AUDIO = new Section(false, "", 0);
  }

  private ClientOffer() {}

  /** The offer's text. */
  public static String write(IceCredentials ice, Fingerprint fingerprint, List<Section> sections) {
    return write(ice, fingerprint, sections, false);
  }

  /**
   * The offer's text.
   *
   * @param data whether a section for data channels follows
   */
  public static String write(
      IceCredentials ice, Fingerprint fingerprint, List<Section> sections, boolean data) {
    int count = sections.size() + (data ? 1 : 0);
    StringBuilder text = new StringBuilder();
    text.append("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
    for (int mid = 0; mid < count; mid++) {
      text.append(' ').append(mid);
    }
    text.append("\r\n");
    for (int mid = 0; mid < sections.size(); mid++) {
      section(text, mid, sections.get(mid), ice, fingerprint);
    }
    if (data) {
      line(text, "m=application 9 UDP/DTLS/SCTP webrtc-datachannel");
      transport(text, sections.size(), ice, fingerprint);
      line(text, "a=sctp-port:5000");
      line(text, "a=max-message-size:65536");
    }
    return text.toString();
  }

  private static void transport(
      StringBuilder text, int mid, IceCredentials ice, Fingerprint fingerprint) {
    line(text, "c=IN IP4 0.0.0.0");
    line(text, "a=ice-ufrag:%s", ice.ufrag());
    line(text, "a=ice-pwd:%s", ice.password());
    line(text, "a=fingerprint:%s %s", fingerprint.algorithm(), fingerprint.value());
    line(text, "a=setup:actpass");
    line(text, "a=mid:%d", mid);
  }

  private static void section(
      StringBuilder text, int mid, Section section, IceCredentials ice, Fingerprint fingerprint) {
    String formats = section.video() ? VP8 + " " + (VP8 + 1) : String.valueOf(OPUS);
    line(text, "m=%s 9 UDP/TLS/RTP/SAVPF %s", section.video() ? "video" : "audio", formats);
    transport(text, mid, ice, fingerprint);
    line(text, "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid");
    line(text, "a=rtcp-mux");
    if (section.cid().isEmpty()) {
      line(text, "a=recvonly");
    } else {
      line(text, "a=sendonly");
      line(text, "a=msid:- %s", section.cid());
      line(text, "a=ssrc:%d cname:load", section.ssrc());
    }
    if (section.video()) {
      line(text, "a=rtpmap:%d VP8/90000", VP8);
      line(text, "a=rtcp-fb:%d nack", VP8);
      line(text, "a=rtcp-fb:%d nack pli", VP8);
      line(text, "a=rtpmap:%d rtx/90000", VP8 + 1);
      line(text, "a=fmtp:%d apt=%d", VP8 + 1, VP8);
    } else {
      line(text, "a=rtpmap:%d opus/48000/2", OPUS);
      line(text, "a=fmtp:%d minptime=10;useinbandfec=1", OPUS);
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(java.util.Locale.ROOT, format, values)).append("\r\n");
  }
}
