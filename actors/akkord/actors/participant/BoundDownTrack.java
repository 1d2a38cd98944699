package akkord.actors.participant;

import akkord.media.DownTrackSpec;

/**
 * A subscribed track whose media section is agreed.
 *
 * @param trackSid {@code TR_...}
 * @param spec how to send it
 */
public record BoundDownTrack(String trackSid, DownTrackSpec spec) {}
