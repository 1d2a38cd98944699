package akkord.actors.participant;

import akkord.proto.SubscriptionPermissionUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What publishers let one subscriber receive, and what its client was told of it (2.9). Whoever was
 * never told anything takes a track for allowed.
 */
final class Permits {
  private final Map<String, Permit> byPublisher = new HashMap<>();
  private final Map<String, String> denied = new LinkedHashMap<>();

  /**
   * All there is to remember.
   *
   * @param byPublisher by sid; who is absent permits everything
   * @param denied sids of the tracks that the client was told it may not receive, to the sids of
   *     their publishers
   */
  record Memo(Map<String, Permit> byPublisher, Map<String, String> denied) {}

  void restore(Memo memo) {
    byPublisher.putAll(memo.byPublisher());
    denied.putAll(memo.denied());
  }

  Memo memo() {
    return new Memo(Map.copyOf(byPublisher), Map.copyOf(denied));
  }

  /** A publisher changed its mind. */
  void set(String publisher, Permit permit) {
    if (permit.all()) {
      byPublisher.remove(publisher);
    } else {
      byPublisher.put(publisher, permit);
    }
  }

  /** The room tells all there is. */
  void setAll(Map<String, Permit> permits) {
    byPublisher.clear();
    permits.forEach(this::set);
  }

  /** A publisher has left. */
  void remove(String publisher) {
    byPublisher.remove(publisher);
  }

  boolean allows(String publisher, String track) {
    Permit permit = byPublisher.get(publisher);
    return permit == null || permit.allows(track);
  }

  /** Whether everything is permitted and the client believes so. */
  boolean areQuiet() {
    return byPublisher.isEmpty() && denied.isEmpty();
  }

  /**
   * What the client has to be told now.
   *
   * @param wanted sids of all tracks that it asks for, to the sids of their publishers
   */
  List<SubscriptionPermissionUpdate> news(Map<String, String> wanted) {
    List<SubscriptionPermissionUpdate> news = new ArrayList<>();
    denied.keySet().retainAll(wanted.keySet());
    wanted.forEach(
        (track, publisher) -> {
          boolean allowed = allows(publisher, track);
          if (allowed != !denied.containsKey(track)) {
            news.add(update(publisher, track, allowed));
          }
          if (allowed) {
            denied.remove(track);
          } else {
            denied.put(track, publisher);
          }
        });
    return news;
  }

  private static SubscriptionPermissionUpdate update(
      String publisher, String track, boolean allowed) {
    return SubscriptionPermissionUpdate.newBuilder()
        .setParticipantSid(publisher)
        .setTrackSid(track)
        .setAllowed(allowed)
        .build();
  }
}
