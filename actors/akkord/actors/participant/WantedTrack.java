package akkord.actors.participant;

import akkord.media.DownTrackSettings;
import akkord.media.Kind;

/**
 * A subscription that wants a receiving section of the client.
 *
 * @param trackSid {@code TR_...}
 * @param kind audio or video
 * @param codecMime TrackInfo.mime_type of the publication, for example {@code video/VP8}; empty
 *     while it is unknown, and the track waits
 * @param streamId first token of {@code a=msid}, for example {@code PA_x|TR_y} (S-08)
 * @param cname RTCP canonical name, shared by the tracks of one publisher
 * @param settings first selection
 * @param stereo whether the audio has two channels
 */
public record WantedTrack(
    String trackSid,
    Kind kind,
    String codecMime,
    String streamId,
    String cname,
    DownTrackSettings settings,
    boolean stereo) {}
