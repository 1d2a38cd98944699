package akkord.app.join;

import akkord.app.file.MediaFile;
import java.util.Optional;

/**
 * One section of our offers.
 *
 * @param video or audio
 * @param sent what is sent in it; empty for a section that waits for somebody's track
 * @param cid the track id of what is sent, else empty
 * @param ssrc of what is sent, else 0
 * @param rtxSsrc of what is sent again, 0 if it is sent again as it was
 */
record Section(boolean video, Optional<MediaFile.Kind> sent, String cid, long ssrc, long rtxSsrc) {
  /** Waits for somebody's track. */
  static Section receiving(boolean video) {
    return new Section(video, Optional.empty(), "", 0, 0);
  }
}
