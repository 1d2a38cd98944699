package akkord.actors.participant;

import akkord.actors.room.Room;
import akkord.proto.SignalResponse;
import akkord.proto.SubscriptionPermission;
import akkord.proto.SubscriptionPermissionUpdate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may receive what: what this participant says of its own tracks, what others say of theirs
 * (2.9), what the server lets it do at all (PT-04), and what is not there to be received.
 */
final class Access {
  private final Session session;
  private final MissingTracks missing;
  private Optional<SubscriptionPermission> permission = Optional.empty();

  Access(Session session, Surroundings around) {
    this.session = session;
    this.missing = new MissingTracks(session, around);
  }

  /** Comes back after a crash, after the subscriptions have. */
  void restore(Optional<SubscriptionPermission> memo) {
    permission = memo;
    missing.chosen();
  }

  /** What the client asked for and nobody publishes. */
  MissingTracks missing() {
    return missing;
  }

  /** The client has chosen what it wants. */
  void chosen() {
    missing.chosen();
    tellClient();
  }

  /** Who may receive this participant's tracks, if it ever said so. */
  Optional<SubscriptionPermission> permission() {
    return permission;
  }

  /** The client says who may receive its tracks. Everybody may until it says otherwise. */
  void permitSubscribers(SubscriptionPermission changed) {
    boolean news = permission.isPresent() || !changed.getAllParticipants();
    if (news && !permission.equals(Optional.of(changed))) {
      permission = Optional.of(changed);
      tellRoom();
      session.remember();
    }
  }

  /** Tells the room who may receive this participant's tracks. */
  void tellRoom() {
    permission.ifPresent(
        said ->
            session
                .room()
                .ifPresent(room -> room.tell(new Room.PermitSubscribers(session.sid(), said))));
  }

  /** A publisher changed what it lets this participant receive. */
  void permitted(String publisher, Permit permit) {
    session.subscriptions().permits().set(publisher, permit);
    session.subscriptionsChanged(session.subscriptions().received());
  }

  /** All publishers' permits, from a room that came back. */
  void permitted(Map<String, Permit> permits) {
    session.subscriptions().permits().setAll(permits);
    session.subscriptionsChanged(session.subscriptions().received());
  }

  /** Tells the client which of the tracks that it wants it may receive now, or not any more. */
  void tellClient() {
    for (SubscriptionPermissionUpdate update : session.subscriptions().permissionNews()) {
      session.link().send(SignalResponse.newBuilder().setSubscriptionPermissionUpdate(update));
    }
  }

  /** The server changed what it may do: what it may not publish or receive any more ends. */
  void permissionChanged() {
    List<String> revoked = session.tracks().revoked();
    for (String track : revoked) {
      session.negotiation().unpublish(track);
      session.link().unpublished(track);
    }
    session.tracks().ended(revoked);
    boolean dataRevoked = session.data().tracks().revoke();
    session.subscriptions().allow(session.permissions().canSubscribe());
    // What it receives stops at once, before it is negotiated away.
    session.subscriptionsChanged(session.subscriptions().received());
    if (!revoked.isEmpty() || dataRevoked) {
      session.tracksChanged();
    }
  }
}
