package akkord.actors.participant;

import akkord.proto.DataTrackInfo;
import akkord.proto.DataTrackSubscriberHandles;
import akkord.proto.DataTrackSubscriberHandles.PublishedDataTrack;
import akkord.proto.ParticipantInfo;
import akkord.proto.UpdateDataSubscription;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which data tracks of others a participant wants, which it receives, and by which handles (5.9). A
 * handle that is free again is given last of all: packets that carry it may still be under way.
 */
final class DataSubscriptions {
  /** Data tracks that one participant receives at most. */
  static final int MAX_RECEIVED = 4096;

  // Choices may come before their track; a client cannot fill memory.
  private static final int MAX_REMEMBERED = 4096;
  private static final int MAX_SID_LENGTH = 64;
  private static final int MAX_HANDLE = 65535;

  private final Permits permits;
  private final boolean autoSubscribe;
  private final Map<String, Offered> offered = new LinkedHashMap<>();
  private final Map<String, Boolean> choices = new HashMap<>();
  private final Map<String, Integer> handles = new LinkedHashMap<>();
  private boolean allowed;
  private int lastHandle;

  /** All there is to remember besides who publishes what. */
  record Memo(Map<String, Boolean> choices, Map<String, Integer> handles, int lastHandle) {}

  /**
   * What has to change.
   *
   * @param begun tracks to receive now, with their handles
   * @param ended tracks to receive no more
   */
  record Change(Map<String, Integer> begun, List<String> ended) {
    boolean isEmpty() {
      return begun.isEmpty() && ended.isEmpty();
    }
  }

  private record Offered(String publisher, String identity) {}

  /**
   * None as yet.
   *
   * @param permits what publishers allow
   * @param allowed whether the server lets it subscribe at all
   * @param autoSubscribe whether every track is wanted unless said otherwise
   */
  DataSubscriptions(Permits permits, boolean allowed, boolean autoSubscribe) {
    this.permits = permits;
    this.allowed = allowed;
    this.autoSubscribe = autoSubscribe;
  }

  void restore(Memo memo) {
    choices.putAll(memo.choices());
    handles.putAll(memo.handles());
    lastHandle = memo.lastHandle();
  }

  Memo memo() {
    return new Memo(Map.copyOf(choices), Map.copyOf(handles), lastHandle);
  }

  /** Someone is there, with these tracks. */
  void learn(ParticipantInfo other) {
    for (DataTrackInfo track : other.getDataTracksList()) {
      offered.put(track.getSid(), new Offered(other.getSid(), other.getIdentity()));
    }
  }

  /** Someone has left, or has other tracks than before. */
  void forgetVanished(ParticipantInfo before, ParticipantInfo after, boolean left) {
    for (DataTrackInfo track : before.getDataTracksList()) {
      String sid = track.getSid();
      if (left || after.getDataTracksList().stream().noneMatch(it -> it.getSid().equals(sid))) {
        offered.remove(sid);
        choices.remove(sid);
      }
    }
  }

  /** The client asks for tracks, or does not want them any more. */
  void choose(UpdateDataSubscription request) {
    for (UpdateDataSubscription.Update update : request.getUpdatesList()) {
      String sid = update.getTrackSid();
      if (sid.length() <= MAX_SID_LENGTH
          && (choices.size() < MAX_REMEMBERED || choices.containsKey(sid))) {
        choices.put(sid, update.getSubscribe());
      }
    }
  }

  /** The server lets it subscribe at all, or not any more (PT-04). */
  void allow(boolean canSubscribe) {
    allowed = canSubscribe;
  }

  /**
   * Brings what it receives in line with what it wants and may.
   *
   * @param reachable whether its channel is open
   */
  Change reconcile(boolean reachable) {
    List<String> ended =
        handles.keySet().stream().filter(sid -> !reachable || !receives(sid)).toList();
    ended.forEach(handles::remove);
    Map<String, Integer> begun = new LinkedHashMap<>();
    if (reachable) {
      for (String sid : offered.keySet()) {
        if (!handles.containsKey(sid) && handles.size() < MAX_RECEIVED && receives(sid)) {
          begun.put(sid, nextHandle());
          handles.put(sid, lastHandle);
        }
      }
    }
    return new Change(begun, ended);
  }

  /** Sids of the tracks that the client asks for, to the sids of their publishers. */
  Map<String, String> chosen() {
    Map<String, String> chosen = new LinkedHashMap<>();
    offered.forEach(
        (sid, track) -> {
          if (chooses(sid)) {
            chosen.put(sid, track.publisher());
          }
        });
    return chosen;
  }

  private boolean chooses(String sid) {
    return choices.getOrDefault(sid, autoSubscribe);
  }

  private boolean receives(String sid) {
    Offered track = offered.get(sid);
    return allowed && track != null && chooses(sid) && permits.allows(track.publisher(), sid);
  }

  private int nextHandle() {
    do {
      lastHandle = lastHandle % MAX_HANDLE + 1;
    } while (handles.containsValue(lastHandle));
    return lastHandle;
  }

  /** What it receives, with handles. */
  Map<String, Integer> received() {
    return Map.copyOf(handles);
  }

  /** The same for the client. */
  DataTrackSubscriberHandles message() {
    DataTrackSubscriberHandles.Builder message = DataTrackSubscriberHandles.newBuilder();
    handles.forEach(
        (sid, handle) -> {
          Offered track = offered.getOrDefault(sid, new Offered("", ""));
          message.putSubHandles(
              handle,
              PublishedDataTrack.newBuilder()
                  .setPublisherIdentity(track.identity())
                  .setPublisherSid(track.publisher())
                  .setTrackSid(sid)
                  .build());
        });
    return message.build();
  }
}
