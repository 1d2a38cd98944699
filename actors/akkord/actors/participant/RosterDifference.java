package akkord.actors.participant;

import akkord.proto.ParticipantInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What happened between two rosters. */
final class RosterDifference {
  private RosterDifference() {}

  /** Those who left first, then those who are new or newer. */
  static List<ParticipantInfo> between(List<ParticipantInfo> before, List<ParticipantInfo> after) {
    Map<String, ParticipantInfo> left = new HashMap<>();
    before.forEach(info -> left.put(info.getSid(), info));
    List<ParticipantInfo> changed = new ArrayList<>();
    for (ParticipantInfo info : after) {
      ParticipantInfo known = left.remove(info.getSid());
      if (known == null || known.getVersion() < info.getVersion()) {
        changed.add(info);
      }
    }
    List<ParticipantInfo> changes = new ArrayList<>();
    for (ParticipantInfo info : left.values()) {
      changes.add(
          info.toBuilder()
              .setState(ParticipantInfo.State.DISCONNECTED)
              .setVersion(info.getVersion() + 1)
              .clearTracks()
              .build());
    }
    changes.addAll(changed);
    return changes;
  }
}
