package akkord.actors.participant;

import akkord.actors.Entities;
import akkord.actors.room.Room;
import akkord.actors.track.Track;
import java.util.List;
import java.util.Set;

/** Carries what was negotiated over to the session's tracks and subscriptions. */
final class TrackAgreement implements Agreement {
  private final Session session;
  private final Entities entities;

  TrackAgreement(Session session, Entities entities) {
    this.session = session;
    this.entities = entities;
  }

  @Override
  public String roomOwner() {
    return Room.ownerId(session.options().room());
  }

  @Override
  public List<PendingTrack> announced() {
    return session.tracks().announced();
  }

  @Override
  public List<WantedTrack> wanted() {
    return session.subscriptions().wanted();
  }

  @Override
  public boolean settled() {
    return session.subscriptions().settled();
  }

  @Override
  public void offered(Set<String> sendingMids) {
    session.tracks().offered(sendingMids);
  }

  @Override
  public void agreedUp(List<BoundUpTrack> bound, List<String> ended) {
    session.tracks().ended(ended);
    if (session.tracks().bound(bound, session.placement()) || !ended.isEmpty()) {
      session.tracksChanged();
    }
    session.remember();
  }

  @Override
  public void agreedDown(List<BoundDownTrack> bound, List<String> ended, List<String> unsupported) {
    for (String track : ended) {
      session.subscriptions().unbound(track);
      unsubscribe(track);
    }
    for (BoundDownTrack down : bound) {
      session.subscriptions().bound(down.trackSid());
      subscribe(down.trackSid());
    }
    for (String track : unsupported) {
      session.subscriptions().refused(track);
      session.link().send(SubscriptionErrors.codecUnsupported(track));
    }
    session.remember();
  }

  /** Tells a track what this session wants of it. */
  void subscribe(String track) {
    boolean hidden = session.permissions().hidden();
    tell(
        track, new Track.Subscribe(session.sid(), hidden, session.subscriptions().settings(track)));
  }

  /** Tells a track that this session does not receive it any more. */
  void unsubscribe(String track) {
    tell(track, new Track.Unsubscribe(session.sid()));
  }

  private void tell(String track, Track.Command command) {
    if (!entities.areEnding()) {
      entities.track(session.options().room(), track).tell(command);
    }
  }
}
