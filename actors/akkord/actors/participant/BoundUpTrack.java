package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.UpTrackSpec;

/**
 * A published track whose media section is agreed.
 *
 * @param trackSid {@code TR_...}
 * @param cid the client's id
 * @param spec how to receive it
 * @param codec what the client was told to send
 */
public record BoundUpTrack(String trackSid, String cid, UpTrackSpec spec, Codec codec) {}
