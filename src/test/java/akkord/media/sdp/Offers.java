package akkord.media.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * Offers in the shape that clients send: Chromium 156 with livekit-client 2.23 (three receiving
 * audio and video sections, data channels, then one section for each published track) and rtc-node
 * 1.1.0.
 */
public final class Offers {
  /** The client's credentials and certificate, session after session. */
  public static final String FINGERPRINT =
      "1A:2B:3C:4D:5E:6F:70:81:92:A3:B4:C5:D6:E7:F8:09:1A:2B:3C:4D:5E:6F:70:81:92:A3:B4:C5:D6:E7:F8:09";

  private static final String CHROMIUM_AUDIO =
      """
      a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
      a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
      a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=%s
      a=rtcp-mux
      a=rtcp-rsize
      a=rtpmap:111 opus/48000/2
      a=rtcp-fb:111 transport-cc
      a=fmtp:111 minptime=10;useinbandfec=1;stereo=1
      a=rtpmap:63 red/48000/2
      a=fmtp:63 111/111
      a=rtpmap:9 G722/8000
      a=rtpmap:0 PCMU/8000
      a=rtpmap:8 PCMA/8000
      a=rtpmap:13 CN/8000
      a=rtpmap:110 telephone-event/48000
      a=rtpmap:126 telephone-event/8000
      """;

  private static final String CHROMIUM_VIDEO_EXTENSIONS =
      """
      a=extmap:14 urn:ietf:params:rtp-hdrext:toffset
      a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
      a=extmap:13 urn:3gpp:video-orientation
      a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
      a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
      a=extmap:6 http://www.webrtc.org/experiments/rtp-hdrext/video-content-type
      a=extmap:7 http://www.webrtc.org/experiments/rtp-hdrext/video-timing
      a=extmap:8 http://www.webrtc.org/experiments/rtp-hdrext/color-space
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
      a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
      a=extmap:12 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension
      a=%s
      a=rtcp-mux
      a=rtcp-rsize
      """;

  private static final String CODECS_RECEIVE =
      "96 VP8 97;98 VP9 99 profile-id=0;100 VP9 101 profile-id=2;35 VP9 36 profile-id=1;"
          + "37 VP9 38 profile-id=3;"
          + "102 H264 103 42001f 1;104 H264 107 42001f 0;108 H264 109 42e01f 1;"
          + "127 H264 125 42e01f 0;39 H264 40 4d001f 1;41 H264 42 4d001f 0;43 H264 44 f4001f 1;"
          + "45 AV1 46 level-idx=5;47 AV1 48 level-idx=5,profile=1";
  private static final String CODECS_SEND =
      "96 VP8 97;102 H264 103 42001f 1;104 H264 107 42001f 0;108 H264 109 42e01f 1;"
          + "127 H264 125 42e01f 0;39 H264 40 4d001f 1;41 H264 42 4d001f 0;"
          + "45 AV1 46 level-idx=5;98 VP9 99 profile-id=0;100 VP9 101 profile-id=2";

  private final List<String> sections = new ArrayList<>();
  private final List<String> mids = new ArrayList<>();
  private String ufrag = "cLnt";
  private String setup = "actpass";
  private String codecs = "";

  private Offers() {}

  /** The first offer of livekit-client. */
  public static Offers chromium() {
    Offers offer = new Offers();
    for (int i = 0; i < 3; i++) {
      offer.audio("recvonly", "");
    }
    for (int i = 0; i < 3; i++) {
      offer.video("recvonly", "");
    }
    return offer.application();
  }

  /** An offer without sections. */
  public static Offers empty() {
    return new Offers();
  }

  /** A publisher's connection in dual-PC mode before anything is published. */
  public static Offers dataOnly() {
    return new Offers().application();
  }

  /** rtc-node publishing one camera: the only codec is the one that it wants to send, no RTX. */
  public static Offers rtcNode(String audioCid, String videoCid) {
    Offers offer = chromium();
    offer.audio("sendonly", "a=msid:- " + audioCid + "\na=ssrc:71 cname:node\n");
    offer.codecs = "96 VP8 0";
    offer.video(
        "sendonly",
        "a=msid:- " + videoCid + "\na=rid:h send\na=rid:q send\na=simulcast:send h;q\n");
    offer.codecs = "";
    return offer;
  }

  /** Other credentials: an ICE restart. */
  public Offers ufrag(String value) {
    ufrag = value;
    return this;
  }

  /** Another DTLS role. */
  public Offers setup(String value) {
    setup = value;
    return this;
  }

  /** Adds a published microphone. */
  public Offers microphone(String cid, long ssrc) {
    return audio("sendonly", "a=msid:stream " + cid + "\n" + source(ssrc, cid));
  }

  /** Adds a published camera with three layers; {@code paused} are written with a tilde. */
  public Offers simulcastCamera(String cid, String simulcast) {
    StringBuilder lines = new StringBuilder("a=msid:stream " + cid + "\n");
    for (String rid : simulcast.replace("~", "").split(";", -1)) {
      lines.append("a=rid:").append(rid).append(" send\n");
    }
    return video("sendonly", lines + "a=simulcast:send " + simulcast + "\n");
  }

  /** Adds a published camera with one encoding. */
  public Offers camera(String cid, long ssrc, long rtxSsrc) {
    return video(
        "sendonly",
        "a=msid:stream "
            + cid
            + "\na=ssrc-group:FID "
            + ssrc
            + " "
            + rtxSsrc
            + "\n"
            + source(ssrc, cid)
            + source(rtxSsrc, cid));
  }

  /** Adds an audio section. */
  public Offers audio(String direction, String lines) {
    return section(
        "audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
        CHROMIUM_AUDIO.formatted(direction) + lines);
  }

  /** Adds a video section. */
  public Offers video(String direction, String lines) {
    String list = codecs;
    if (list.isEmpty()) {
      list = direction.equals("recvonly") ? CODECS_RECEIVE : CODECS_SEND;
    }
    return video(direction, list, lines);
  }

  /** Adds a video section with codecs of its own: {@code <pt> <name> <rtx> <fmtp>;...}. */
  public Offers video(String direction, String codecList, String lines) {
    StringBuilder types = new StringBuilder();
    StringBuilder maps = new StringBuilder();
    for (String codec : codecList.split(";", -1)) {
      videoCodec(codec.split(" ", -1), types, maps);
    }
    return section(
        "video 9 UDP/TLS/RTP/SAVPF" + types,
        CHROMIUM_VIDEO_EXTENSIONS.formatted(direction) + maps + lines);
  }

  /** Adds data channels. */
  public Offers application() {
    return section(
        "application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "a=sctp-port:5000\na=max-message-size:262144\n");
  }

  /** Adds any section; {@code a=mid} and the transport are added. */
  public Offers section(String mLine, String lines) {
    String mid = String.valueOf(mids.size());
    mids.add(mid);
    sections.add(
        "m="
            + mLine
            + "\nc=IN IP4 0.0.0.0\na=rtcp:9 IN IP4 0.0.0.0\na=ice-ufrag:%UFRAG%\n"
            + "a=ice-pwd:clientpasswordclientpa\na=ice-options:trickle\na=fingerprint:sha-256 "
            + FINGERPRINT
            + "\na=setup:%SETUP%\na=mid:"
            + mid
            + "\n"
            + lines);
    return this;
  }

  /** Changes the direction of a section; its other lines stay, as in browsers. */
  public Offers direction(int mid, String direction) {
    sections.set(
        mid,
        sections
            .get(mid)
            .replaceFirst("a=(sendrecv|sendonly|recvonly|inactive)", "a=" + direction));
    return this;
  }

  /** Changes a section's text. */
  public Offers edit(int mid, String from, String to) {
    sections.set(mid, sections.get(mid).replace(from, to));
    return this;
  }

  /** The text, lines ended by CR LF. */
  public String text() {
    String session =
        "v=0\no=- 4611731400430051336 2 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE "
            + String.join(" ", mids)
            + "\na=extmap-allow-mixed\na=msid-semantic: WMS\n";
    return (session + String.join("", sections))
        .replace("%UFRAG%", ufrag)
        .replace("%SETUP%", setup)
        .replace("\n", "\r\n");
  }

  private static String source(long ssrc, String cid) {
    return "a=ssrc:" + ssrc + " cname:browser\na=ssrc:" + ssrc + " msid:stream " + cid + "\n";
  }

  private static void videoCodec(String[] codec, StringBuilder types, StringBuilder maps) {
    String type = codec[0];
    types.append(' ').append(type);
    maps.append("a=rtpmap:").append(type).append(' ').append(codec[1]).append("/90000\n");
    for (String feedback : List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli")) {
      maps.append("a=rtcp-fb:").append(type).append(' ').append(feedback).append('\n');
    }
    if (codec[1].equals("H264")) {
      maps.append("a=fmtp:").append(type).append(" level-asymmetry-allowed=1;packetization-mode=");
      maps.append(codec[4]).append(";profile-level-id=").append(codec[3]).append('\n');
    } else if (codec.length > 3) {
      maps.append("a=fmtp:").append(type).append(' ').append(codec[3].replace(',', ';'));
      maps.append('\n');
    }
    if (!codec[2].equals("0")) {
      types.append(' ').append(codec[2]);
      maps.append("a=rtpmap:").append(codec[2]).append(" rtx/90000\na=fmtp:");
      maps.append(codec[2]).append(" apt=").append(type).append('\n');
    }
  }
}
