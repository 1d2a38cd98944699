package akkord.actors.participant;

import akkord.media.Kind;
import akkord.proto.AddTrackRequest;

/**
 * A track announced by add_track that a sending section may belong to, published already or not.
 *
 * @param sid {@code TR_...}
 * @param cid the client's id, second token of {@code a=msid}
 * @param kind audio or video
 * @param request as the client sent it
 * @param speaks whether its audio level counts for active speakers (M-26)
 */
public record PendingTrack(
    String sid, String cid, Kind kind, AddTrackRequest request, boolean speaks) {}
