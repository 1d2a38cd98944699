package akkord.actors.participant;

import akkord.proto.ParticipantPermission;
import akkord.proto.TrackSource;

/** What a participant may do (A-06, PT-03). */
record Permissions(ParticipantPermission granted) {
  boolean canSubscribe() {
    return granted.getCanSubscribe();
  }

  boolean canPublish() {
    return granted.getCanPublish();
  }

  /** An empty list of sources allows all, any other only what it names. */
  boolean canPublish(TrackSource source) {
    return canPublish()
        && (granted.getCanPublishSourcesCount() == 0
            || (source != TrackSource.UNKNOWN
                && granted.getCanPublishSourcesList().contains(source)));
  }

  boolean canPublishData() {
    return granted.getCanPublishData();
  }

  boolean canUpdateMetadata() {
    return granted.getCanUpdateMetadata();
  }

  boolean hidden() {
    return granted.getHidden();
  }
}
