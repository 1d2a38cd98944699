package akkord.media;

import java.util.Optional;

/** RTP header extensions that are understood or passed on, by their URI (RFC 8285). */
public enum HeaderExtension {
  MID("urn:ietf:params:rtp-hdrext:sdes:mid"),
  RID("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
  REPAIRED_RID("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"),
  AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
  ABS_SEND_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
  TRANSPORT_CC("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
  ABS_CAPTURE_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"),
  TRANSMISSION_OFFSET("urn:ietf:params:rtp-hdrext:toffset"),
  VIDEO_ORIENTATION("urn:3gpp:video-orientation"),
  PLAYOUT_DELAY("http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"),
  VIDEO_CONTENT_TYPE("http://www.webrtc.org/experiments/rtp-hdrext/video-content-type"),
  VIDEO_TIMING("http://www.webrtc.org/experiments/rtp-hdrext/video-timing"),
  COLOR_SPACE("http://www.webrtc.org/experiments/rtp-hdrext/color-space"),
  DEPENDENCY_DESCRIPTOR(
      "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"),
  VIDEO_LAYERS_ALLOCATION("http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00");

  private final String uri;

  HeaderExtension(String uri) {
    this.uri = uri;
  }

  /** The URI in {@code a=extmap}. */
  public String uri() {
    return uri;
  }

  /** The extension with this URI, if it is one of ours. */
  public static Optional<HeaderExtension> of(String uri) {
    for (HeaderExtension extension : values()) {
      if (extension.uri.equals(uri)) {
        return Optional.of(extension);
      }
    }
    return Optional.empty();
  }
}
