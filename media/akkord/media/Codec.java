package akkord.media;

import java.util.Locale;
import java.util.Optional;

/** The codecs an SDP can negotiate here. */
public enum Codec {
  OPUS("opus", Kind.AUDIO, 48_000, 2),
  RED("red", Kind.AUDIO, 48_000, 2),
  PCMU("PCMU", Kind.AUDIO, 8_000, 1),
  PCMA("PCMA", Kind.AUDIO, 8_000, 1),
  VP8("VP8", Kind.VIDEO, 90_000, 0),
  VP9("VP9", Kind.VIDEO, 90_000, 0),
  H264("H264", Kind.VIDEO, 90_000, 0),
  AV1("AV1", Kind.VIDEO, 90_000, 0),
  H265("H265", Kind.VIDEO, 90_000, 0);

  private final String encodingName;
  private final Kind kind;
  private final int clockRate;
  private final int channels;

  Codec(String encodingName, Kind kind, int clockRate, int channels) {
    this.encodingName = encodingName;
    this.kind = kind;
    this.clockRate = clockRate;
    this.channels = channels;
  }

  /** The name in {@code a=rtpmap}. */
  public String encodingName() {
    return encodingName;
  }

  /** Audio or video. */
  public Kind kind() {
    return kind;
  }

  /** RTP clock in hertz. */
  public int clockRate() {
    return clockRate;
  }

  /** Channels in {@code a=rtpmap}; 0 where it names none. */
  public int channels() {
    return channels;
  }

  /** The MIME type as TrackInfo carries it, for example {@code video/VP8} or {@code audio/opus}. */
  public String mimeType() {
    return kind.name().toLowerCase(Locale.ROOT) + "/" + encodingName;
  }

  /** The codec named by a bare name or a MIME type in any case, for example {@code vp8}. */
  public static Optional<Codec> of(String name) {
    String bare = name.substring(name.indexOf('/') + 1);
    for (Codec codec : values()) {
      if (codec.encodingName.equalsIgnoreCase(bare)) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }
}
