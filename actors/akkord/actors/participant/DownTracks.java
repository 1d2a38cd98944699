package akkord.actors.participant;

import akkord.media.MediaCommand;
import java.util.List;

/** Orders of a subscribing connection. */
final class DownTracks {
  private DownTracks() {}

  /** What ended makes room first: its section may carry another track now. */
  static void order(
      MediaLink media, String transport, List<BoundDownTrack> bound, List<String> ended) {
    for (String sid : ended) {
      media.submit(new MediaCommand.RemoveDownTrack(transport, sid));
    }
    for (BoundDownTrack track : bound) {
      media.submit(new MediaCommand.AddDownTrack(transport, track.spec()));
    }
  }
}
