package akkord.api.room;

import akkord.api.auth.VideoGrant;
import java.util.Optional;

/**
 * What a caller's token allows. A missing grant is {@code unauthenticated}, never {@code
 * permission_denied} (trap 32).
 *
 * @param video empty when there is no token, or none with room permissions
 */
record Grants(Optional<VideoGrant> video) {
  /** Rooms may be created and deleted. */
  void requireRoomCreate() {
    require(video.isPresent() && video.get().roomCreate());
  }

  /** Rooms may be listed. */
  void requireRoomList() {
    require(video.isPresent() && video.get().roomList());
  }

  /** This one room may be administered. */
  void requireRoomAdmin(String room) {
    require(video.isPresent() && video.get().roomAdmin() && video.get().room().equals(room));
  }

  /** Participants may be sent from this room to that one. */
  void requireDestination(String room, String destination) {
    requireRoomAdmin(room);
    require(video.orElseThrow().destinationRoom().equals(destination));
  }

  /** The answer to whoever may not. */
  static TwirpError denied() {
    return new TwirpError(TwirpError.Code.UNAUTHENTICATED, "permissions denied");
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw denied();
    }
  }
}
