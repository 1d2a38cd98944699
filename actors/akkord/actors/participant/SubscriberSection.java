package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.DownTrackSpec;
import akkord.media.HeaderExtension;
import akkord.media.Kind;
import akkord.media.RtpCodec;
import java.util.Map;

/**
 * An RTP section of our own offers.
 *
 * @param kind audio or video
 * @param state what has become of it
 * @param stereo whether it carries audio of two channels
 * @param streamId first token of {@code a=msid}
 * @param spec how to send: as proposed until the client has answered, then as agreed
 */
record SubscriberSection(
    Kind kind, State state, boolean stereo, String streamId, DownTrackSpec spec) {
  /** What has become of a section. */
  enum State {
    /** Offered with a track; the client has not answered. */
    PROPOSED,
    /** The client receives the track. */
    AGREED,
    /** Its track is gone, but the client has not answered that yet. */
    RELEASED,
    /** Carries nothing; may take another track. */
    IDLE,
    /** Rejected by the client for good. */
    DEAD
  }

  /** Whether the section carries a track, agreed or not. */
  boolean sends() {
    return state == State.PROPOSED || state == State.AGREED;
  }

  String trackSid() {
    return spec.trackSid();
  }

  /** The same section later on. */
  SubscriberSection in(State next) {
    return new SubscriberSection(kind, next, stereo, streamId, spec);
  }

  /** The same section, agreed. */
  SubscriberSection agreed(RtpCodec codec, Map<HeaderExtension, Integer> extensions) {
    long rtxSsrc = codec.rtxPayloadType() < 0 ? 0 : spec.rtxSsrc();
    return with(State.AGREED, codec, extensions, rtxSsrc, spec.settings());
  }

  /** The same section with other settings, for whoever asks how to send. */
  SubscriberSection with(DownTrackSettings settings) {
    return with(state, spec.codec(), spec.extensions(), spec.rtxSsrc(), settings);
  }

  private SubscriberSection with(
      State next,
      RtpCodec codec,
      Map<HeaderExtension, Integer> extensions,
      long rtxSsrc,
      DownTrackSettings settings) {
    DownTrackSpec changed =
        new DownTrackSpec(
            spec.trackSid(),
            kind,
            spec.mid(),
            codec,
            extensions,
            spec.ssrc(),
            rtxSsrc,
            spec.cname(),
            settings);
    return new SubscriberSection(kind, next, stereo, streamId, changed);
  }

  /** What the section carries. */
  Codec codec() {
    return spec.codec().codec();
  }
}
