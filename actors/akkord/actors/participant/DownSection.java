package akkord.actors.participant;

import akkord.media.DownTrackSpec;

/**
 * A receiving section of the client and the subscription it carries.
 *
 * @param streamId first token of {@code a=msid}; a client takes no notice of a change
 * @param spec how to send, with the settings wanted when it was bound
 */
record DownSection(String streamId, DownTrackSpec spec) {
  String mid() {
    return spec.mid();
  }

  String trackSid() {
    return spec.trackSid();
  }

  /** Whether packets would be sent otherwise; settings have commands of their own. */
  boolean sendsAs(DownSection other) {
    return spec.equals(
        new DownTrackSpec(
            other.spec.trackSid(),
            other.spec.kind(),
            other.spec.mid(),
            other.spec.codec(),
            other.spec.extensions(),
            other.spec.ssrc(),
            other.spec.rtxSsrc(),
            other.spec.cname(),
            spec.settings()));
  }
}
