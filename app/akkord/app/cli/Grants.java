package akkord.app.cli;

import akkord.api.auth.VideoGrant;
import java.util.List;

/** The smallest grants with which methods can be called. */
final class Grants {
  private Grants() {}

  /** CreateRoom and DeleteRoom. */
  static VideoGrant create() {
    return of(true, false, false, "");
  }

  /** ListRooms, and the list of nodes. */
  static VideoGrant list() {
    return of(false, true, false, "");
  }

  /** Everything in one room. */
  static VideoGrant admin(String room) {
    return of(false, false, true, room);
  }

  private static VideoGrant of(boolean create, boolean list, boolean admin, String room) {
    return new VideoGrant(
        create, list, false, admin, false, room, true, true, true, List.of(), false, false, false,
        false, false, false, false, "");
  }
}
