package akkord.media.transport;

import akkord.media.forward.DownTrack;
import java.nio.charset.StandardCharsets;

/** A down-track with what its source description says, as bytes. */
final class Outbound {
  final DownTrack track;
  final byte[] cname;
  final byte[] mid;

  Outbound(DownTrack track) {
    this.track = track;
    cname = track.spec().cname().getBytes(StandardCharsets.UTF_8);
    mid = track.spec().mid().getBytes(StandardCharsets.UTF_8);
  }
}
