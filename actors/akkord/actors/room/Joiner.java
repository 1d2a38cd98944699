package akkord.actors.room;

import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.RoomConfiguration;
import java.util.Optional;

/**
 * What a room needs to know of someone who joins.
 *
 * @param info as others will see it
 * @param mayCreateRoom whether this join may open the room
 * @param preset configured room settings to open it with, may be empty
 * @param config inline room settings to open it with
 */
public record Joiner(
    ParticipantInfo info,
    boolean mayCreateRoom,
    String preset,
    Optional<RoomConfiguration> config) {

  /** The same one as it is now. */
  Joiner as(ParticipantInfo now) {
    return new Joiner(now, mayCreateRoom, preset, config);
  }

  /** Whether others never hear of it (P-04). */
  boolean isHidden() {
    return info.getPermission().getHidden();
  }

  /** Whether it is a recorder (RM-10). */
  boolean isRecorder() {
    return info.getKind() == ParticipantInfo.Kind.EGRESS || info.getPermission().getRecorder();
  }

  /** Whether it lives off others: it neither keeps the room open nor counts (RM-05). */
  boolean isDependent() {
    ParticipantPermission permission = info.getPermission();
    return info.getKind() == ParticipantInfo.Kind.AGENT || permission.getAgent() || isRecorder();
  }
}
