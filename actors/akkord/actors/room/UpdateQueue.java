package akkord.actors.room;

import akkord.proto.DisconnectReason;
import akkord.proto.ParticipantInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides what is told at once and what waits for the next batch (P-01): whoever publishes is told
 * at once, the many who only watch are told together.
 */
final class UpdateQueue {
  private final Map<String, ParticipantInfo> waiting = new LinkedHashMap<>();

  /** Takes a change; answers what is to be told now, in this order. */
  List<ParticipantInfo> push(ParticipantInfo change) {
    List<ParticipantInfo> now = new ArrayList<>();
    String identity = change.getIdentity();
    ParticipantInfo before = waiting.get(identity);
    boolean replaces = before != null && !before.getSid().equals(change.getSid());
    if (replaces) {
      now.add(asReplaced(before));
    }
    if (replaces || change.getIsPublisher()) {
      waiting.remove(identity);
      now.add(change);
    } else {
      waiting.put(identity, change);
    }
    return now;
  }

  /** Forgets what waits about someone whom nobody is to hear of any more. */
  void drop(String identity) {
    waiting.remove(identity);
  }

  /** Empties the batch. */
  List<ParticipantInfo> flush() {
    List<ParticipantInfo> batch = List.copyOf(waiting.values());
    waiting.clear();
    return batch;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** P-03: the end of a session precedes the next one of the same identity. */
  private static ParticipantInfo asReplaced(ParticipantInfo before) {
    return before.getState() == ParticipantInfo.State.DISCONNECTED
        ? before
        : ended(before, DisconnectReason.DUPLICATE_IDENTITY);
  }

  /** How others see the end of a session (P-06). */
  static ParticipantInfo ended(ParticipantInfo info, DisconnectReason reason) {
    return info.toBuilder()
        .setState(ParticipantInfo.State.DISCONNECTED)
        .setDisconnectReason(reason)
        .setVersion(info.getVersion() + 1)
        .clearTracks()
        .build();
  }
}
