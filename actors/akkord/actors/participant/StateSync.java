package akkord.actors.participant;

import akkord.proto.PublishDataTrackResponse;
import akkord.proto.SyncState;
import akkord.proto.TrackPublishedResponse;
import akkord.proto.UpdateTrackSettings;
import java.util.List;
import java.util.Optional;

/** Brings a session in line with what its client believes after a resume. */
final class StateSync {
  private final Session session;

  StateSync(Session session) {
    this.session = session;
  }

  /** Takes over the client's choices; answers what cannot be reconciled. */
  Optional<String> apply(SyncState state) {
    for (TrackPublishedResponse published : state.getPublishTracksList()) {
      String track = published.getTrack().getSid();
      if (!session.tracks().knows(track)) {
        return Optional.of("it publishes a track that is not known here: " + track);
      }
    }
    for (PublishDataTrackResponse published : state.getPublishDataTracksList()) {
      String track = published.getInfo().getSid();
      if (!session.data().tracks().knows(track)) {
        return Optional.of("it publishes a data track that is not known here: " + track);
      }
    }
    session.data().received(state.getDatachannelReceiveStatesList());
    if (state.hasDataSubscription()) {
      session.data().tracks().choose(state.getDataSubscription());
    }
    if (state.hasSubscription()) {
      session.subscriptionsChanged(session.subscriptions().choose(state.getSubscription()));
    }
    List<String> disabled = state.getTrackSidsDisabledList();
    if (!disabled.isEmpty()) {
      session
          .subscriptions()
          .configure(
              UpdateTrackSettings.newBuilder().addAllTrackSids(disabled).setDisabled(true).build());
      session.subscriptionsChanged(disabled);
    }
    return Optional.empty();
  }
}
