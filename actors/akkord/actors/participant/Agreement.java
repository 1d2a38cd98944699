package akkord.actors.participant;

import java.util.List;
import java.util.Set;

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
   * An offer sends in these sections only: published tracks whose section ended make room for
   * announcements that wait for their client ids, which the same offer may carry already.
   */
  void offered(Set<String> sendingMids);

  /** Sending sections were agreed, or ended. */
  void agreedUp(List<BoundUpTrack> bound, List<String> ended);

  /** Receiving sections were agreed, ended, or cannot be. */
  void agreedDown(List<BoundDownTrack> bound, List<String> ended, List<String> unsupported);
}
