package akkord.actors.participant;

import akkord.actors.ActorSettings;
import akkord.proto.MuteTrackRequest;
import akkord.proto.Room;
import akkord.proto.RoomMovedResponse;
import akkord.proto.SignalResponse;
import akkord.proto.TrackInfo;
import java.util.Optional;

/** What each order of the room service does to a session; its end is not its affair. */
final class Administration {
  private final Session session;
  private final ActorSettings settings;

  Administration(Session session, ActorSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  /** Carries out an order and answers it. */
  ParticipantReply execute(ParticipantOrder order) {
    return switch (order) {
      case ParticipantOrder.Describe _, ParticipantOrder.Remove _, ParticipantOrder.PerformRpc _ ->
          done();
      case ParticipantOrder.Update update -> update(update);
      case ParticipantOrder.MuteTrack(var track, var muted) -> mute(track, muted);
      case ParticipantOrder.Move(var destination, var token) -> move(destination, token);
      case ParticipantOrder.Choose(var tracks) -> {
        session.subscriptionsChanged(session.subscriptions().choose(tracks));
        yield done();
      }
    };
  }

  private ParticipantReply update(ParticipantOrder.Update update) {
    ProfileChange change = new ProfileChange(update.name(), update.metadata(), update.attributes());
    if (!change.fits(session.info(), settings)) {
      return new ParticipantReply.TooLong("name, metadata or attributes are too long");
    }
    session.updateProfile(
        info -> {
          change.apply(info);
          update.permission().ifPresent(info::setPermission);
        });
    return done();
  }

  /** The client is told, because it has to stop sending. */
  private ParticipantReply mute(String track, boolean muted) {
    if (!session.updateTrack(track, info -> info.setMuted(muted))) {
      return new ParticipantReply.TrackMuted(Optional.empty());
    }
    session
        .link()
        .send(
            SignalResponse.newBuilder()
                .setMute(MuteTrackRequest.newBuilder().setSid(track).setMuted(muted)));
    Optional<TrackInfo> after =
        session.info().getTracksList().stream()
            .filter(info -> info.getSid().equals(track))
            .findFirst();
    return new ParticipantReply.TrackMuted(after);
  }

  /** Clients that do not know of moves keep the token all the same, and join with it. */
  private ParticipantReply move(Room destination, String token) {
    session.link().send(SignalResponse.newBuilder().setRefreshToken(token));
    session
        .link()
        .send(
            SignalResponse.newBuilder()
                .setRoomMoved(
                    RoomMovedResponse.newBuilder()
                        .setRoom(destination)
                        .setToken(token)
                        .setParticipant(session.info())));
    return done();
  }

  private ParticipantReply done() {
    return new ParticipantReply.Done(session.info());
  }
}
