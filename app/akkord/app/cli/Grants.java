package akkord.app.cli;

import akkord.api.auth.VideoGrant;

/** The smallest grants with which methods can be called. */
final class Grants {
  private Grants() {}

  /** CreateRoom and DeleteRoom. */
  static VideoGrant create() {
    return VideoGrant.service(true, false, false, "");
  }

  /** ListRooms, and the list of nodes. */
  static VideoGrant list() {
    return VideoGrant.service(false, true, false, "");
  }

  /** Everything in one room. */
  static VideoGrant admin(String room) {
    return VideoGrant.service(false, false, true, room);
  }
}
