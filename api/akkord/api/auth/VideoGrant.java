package akkord.api.auth;

import java.util.List;

/**
 * The {@code video} claim (row A-05) with the defaults of row A-06 filled in.
 *
 * @param room the one room that the grant is about; empty when the token names none
 * @param canPublish true unless the token says otherwise
 * @param canSubscribe true unless the token says otherwise
 * @param canPublishData as {@code canPublish} unless the token says otherwise
 * @param canPublishSources lower-case names ({@code camera}, {@code microphone}, {@code
 *     screen_share}, {@code screen_share_audio}); empty means all
 * @param hidden others do not see this participant
 */
public record VideoGrant(
    boolean roomCreate,
    boolean roomList,
    boolean roomRecord,
    boolean roomAdmin,
    boolean roomJoin,
    String room,
    boolean canPublish,
    boolean canSubscribe,
    boolean canPublishData,
    List<String> canPublishSources,
    boolean canUpdateOwnMetadata,
    boolean ingressAdmin,
    boolean hidden,
    boolean recorder,
    boolean agent,
    boolean canSubscribeMetrics,
    boolean canManageAgentSession,
    String destinationRoom) {
  /** Keeps a copy of the list. */
  public VideoGrant {
    canPublishSources = List.copyOf(canPublishSources);
  }

  /** What an ordinary participant of {@code room} gets. */
  public static VideoGrant join(String room) {
    return new VideoGrant(
        false, false, false, false, true, room, true, true, true, List.of(), false, false, false,
        false, false, false, false, "");
  }

  /**
   * What a back end needs for the room service.
   *
   * @param room the one that {@code admin} is about
   */
  public static VideoGrant service(boolean create, boolean list, boolean admin, String room) {
    return new VideoGrant(
        create, list, false, admin, false, room, true, true, true, List.of(), false, false, false,
        false, false, false, false, "");
  }
}
