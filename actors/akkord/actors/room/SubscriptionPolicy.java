package akkord.actors.room;

import akkord.actors.participant.Permit;
import akkord.proto.SubscriptionPermission;
import akkord.proto.TrackPermission;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who may receive what of one publisher: what it said itself (2.9), looked up by subscriber. */
final class SubscriptionPolicy {
  /** As long as a publisher says nothing. */
  static final SubscriptionPolicy EVERYBODY =
      new SubscriptionPolicy(SubscriptionPermission.newBuilder().setAllParticipants(true).build());

  private final boolean everybody;
  private final Map<String, Entries> byIdentity = new HashMap<>();
  private final Map<String, Entries> bySid = new HashMap<>();

  /** All that is said of one subscriber. */
  private static final class Entries {
    private final Set<String> tracks = new HashSet<>();
    private boolean all;

    void add(TrackPermission entry) {
      all |= entry.getAllTracks();
      tracks.addAll(entry.getTrackSidsList());
    }
  }

  SubscriptionPolicy(SubscriptionPermission permission) {
    everybody = permission.getAllParticipants();
    for (TrackPermission entry : permission.getTrackPermissionsList()) {
      String identity = entry.getParticipantIdentity();
      Entries entries =
          identity.isEmpty()
              ? bySid.computeIfAbsent(entry.getParticipantSid(), sid -> new Entries())
              : byIdentity.computeIfAbsent(identity, name -> new Entries());
      entries.add(entry);
    }
  }

  /** What someone may receive; who is not listed may receive nothing, recorders everything. */
  Permit permit(Joiner subscriber) {
    if (everybody || subscriber.isRecorder()) {
      return Permit.ALL;
    }
    Entries named = byIdentity.get(subscriber.info().getIdentity());
    Entries numbered = bySid.get(subscriber.info().getSid());
    if (named == null || numbered == null) {
      return permit(named == null ? numbered : named);
    }
    Set<String> tracks = new HashSet<>(named.tracks);
    tracks.addAll(numbered.tracks);
    return new Permit(named.all || numbered.all, tracks);
  }

  private static Permit permit(Entries entries) {
    return entries == null ? Permit.NONE : new Permit(entries.all, entries.tracks);
  }
}
