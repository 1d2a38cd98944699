package akkord.actors.room;

import akkord.actors.participant.Permit;
import akkord.proto.ParticipantInfo;
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
  private final Map<String, Permit> byIdentity = new HashMap<>();
  private final Map<String, Permit> bySid = new HashMap<>();

  SubscriptionPolicy(SubscriptionPermission permission) {
    everybody = permission.getAllParticipants();
    for (TrackPermission entry : permission.getTrackPermissionsList()) {
      Permit permit = new Permit(entry.getAllTracks(), Set.copyOf(entry.getTrackSidsList()));
      if (!entry.getParticipantIdentity().isEmpty()) {
        byIdentity.merge(entry.getParticipantIdentity(), permit, SubscriptionPolicy::both);
      } else {
        bySid.merge(entry.getParticipantSid(), permit, SubscriptionPolicy::both);
      }
    }
  }

  private static Permit both(Permit one, Permit other) {
    Set<String> tracks = new HashSet<>(one.tracks());
    tracks.addAll(other.tracks());
    return new Permit(one.all() || other.all(), tracks);
  }

  /** What someone may receive; who is not listed may receive nothing, recorders everything. */
  Permit permit(Joiner subscriber) {
    if (everybody || subscriber.isRecorder()) {
      return Permit.ALL;
    }
    ParticipantInfo info = subscriber.info();
    return both(
        byIdentity.getOrDefault(info.getIdentity(), Permit.NONE),
        bySid.getOrDefault(info.getSid(), Permit.NONE));
  }
}
