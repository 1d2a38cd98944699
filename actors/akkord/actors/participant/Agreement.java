package akkord.actors.participant;

import java.util.List;

/** What negotiation needs to know of tracks, and whom it tells what was agreed. */
interface Agreement {
  /** The room's id for the media plane's events. */
  String roomOwner();

  /** Tracks that sending sections may belong to. */
  List<PendingTrack> announced();

  /** Tracks that receiving sections should carry. */
  List<WantedTrack> wanted();

  /** Whether what is wanted is what is bound. */
  boolean settled();

  /**
   * Sending sections were agreed, or ended.
   *
   * @return whether other announcements came up, so that the same offer deserves another look
   */
  boolean agreedUp(List<BoundUpTrack> bound, List<String> ended);

  /** Receiving sections were agreed, ended, or cannot be. */
  void agreedDown(List<BoundDownTrack> bound, List<String> ended, List<String> unsupported);
}
