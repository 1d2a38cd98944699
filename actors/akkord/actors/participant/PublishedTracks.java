package akkord.actors.participant;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import akkord.actors.ActorSettings;
import akkord.actors.Entities;
import akkord.actors.MediaPlacement;
import akkord.actors.ParticipantLimits;
import akkord.actors.track.Track;
import akkord.proto.AddTrackRequest;
import akkord.proto.RequestResponse;
import akkord.proto.RoomConfiguration;
import akkord.proto.SignalResponse;
import akkord.proto.TrackInfo;
import akkord.proto.TrackPublishedResponse;
import akkord.proto.TrackSubscribed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Keeps a participant's publications and their {@link Track} actors in step. */
final class PublishedTracks {
  // A message to a track that has just crashed is lost: it is told again.
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String sid;
  private final String room;
  private final Entities entities;
  private final TimerScheduler<Participant.Command> timers;
  private final ActorRef<Participant.Command> self;
  private final ClientLink link;
  private final Publications publications;
  private final Map<String, ActorRef<Track.Command>> actors = new HashMap<>();

  /**
   * None as yet.
   *
   * @param permissions what the participant may do at the moment
   */
  PublishedTracks(
      String sid,
      Surroundings around,
      JoinOptions options,
      ClientLink link,
      Supplier<Permissions> permissions) {
    this.sid = sid;
    this.room = options.room();
    this.entities = around.entities();
    this.timers = around.timers();
    this.self = around.self();
    this.link = link;
    this.publications =
        new Publications(
            permissions,
            JoinResponses.publishable(
                around.settings().codecs(), ClientQuirks.of(options.client())),
            limits(around.settings(), options).tracks());
  }

  /** The token's own configuration goes before its preset, that before the settings. */
  private static ParticipantLimits limits(ActorSettings settings, JoinOptions options) {
    RoomConfiguration none = RoomConfiguration.getDefaultInstance();
    return settings
        .participantLimits()
        .with(settings.roomPresets().getOrDefault(options.roomPreset(), none))
        .with(options.roomConfig().orElse(none));
  }

  /** Comes back after a crash: the tracks learn of their publisher again. */
  void restore(Publications.Memo memo, MediaPlacement placement) {
    publications.restore(memo);
    publications.published().forEach(info -> publish(info, placement, true));
  }

  Publications.Memo memo() {
    return publications.memo();
  }

  /** The client announces a track. */
  void add(AddTrackRequest request) {
    switch (publications.add(request)) {
      case Publications.Added.Accepted(var accepted, var track) ->
          link.send(
              SignalResponse.newBuilder()
                  .setTrackPublished(
                      TrackPublishedResponse.newBuilder()
                          .setCid(accepted.getCid())
                          .setTrack(track)));
      case Publications.Added.Refused(var reason, var message) ->
          link.respond(
              RequestResponse.newBuilder()
                  .setReason(reason)
                  .setMessage(message)
                  .setAddTrack(request));
    }
  }

  List<PendingTrack> announced() {
    return publications.announced();
  }

  /** What others see. */
  List<TrackInfo> published() {
    return publications.published();
  }

  /** Whether the client announced or publishes it. */
  boolean knows(String track) {
    return publications.find(track).isPresent();
  }

  /** Sections carry these tracks; true if others are to be told. */
  boolean bound(List<BoundUpTrack> bound, MediaPlacement placement) {
    boolean news = false;
    for (BoundUpTrack up : bound) {
      boolean again = publications.isPublished(up.trackSid());
      if (publications.bound(up)) {
        news = true;
        publications.find(up.trackSid()).ifPresent(info -> publish(info, placement, again));
      }
    }
    return news;
  }

  /** An offer sends in these sections only: announcements that waited for their turn come up. */
  void offered(Set<String> sendingMids) {
    ended(publications.givingWay(sendingMids));
  }

  /** Tracks that may not be there any more (PT-04). */
  List<String> revoked() {
    return publications.revoked();
  }

  /** Sections of these tracks ended. */
  void ended(List<String> tracks) {
    for (String track : tracks) {
      publications
          .remove(track)
          .ifPresent(
              removed -> {
                end(track);
                removed.next().ifPresent(this::add);
              });
    }
  }

  /** What became of a change. */
  enum Updated {
    NOT_FOUND,
    /** Nothing that others see. */
    QUIETLY,
    VISIBLY
  }

  /** Changes one of the tracks. */
  Updated update(String track, UnaryOperator<TrackInfo.Builder> change) {
    Optional<TrackInfo> before = publications.find(track);
    if (before.isEmpty()) {
      return Updated.NOT_FOUND;
    }
    TrackInfo after = publications.update(track, change).orElseThrow();
    if (after.equals(before.get()) || !publications.isPublished(track)) {
      return Updated.QUIETLY;
    }
    if (after.getMuted() != before.get().getMuted()) {
      tell(track, new Track.SetMuted(after.getMuted()));
    }
    return Updated.VISIBLY;
  }

  /** A track's actor is there. */
  void ready(String track, ActorRef<Track.Command> actor) {
    timers.cancel(silent(track));
    actors.put(track, actor);
  }

  /** A track's actor is gone: if the track is still published, it comes back. */
  void lost(String track, ActorRef<Track.Command> actor, MediaPlacement placement) {
    if (actors.remove(track, actor)) {
      publishAgain(track, placement);
    }
  }

  /** A track's actor did not answer. */
  void publishAgain(String track, MediaPlacement placement) {
    if (publications.isPublished(track)) {
      publications.find(track).ifPresent(info -> publish(info, placement, true));
    }
  }

  /** Somebody receives a track for the first time. */
  void subscribed(String track) {
    if (publications.isPublished(track)) {
      link.send(
          SignalResponse.newBuilder()
              .setTrackSubscribed(TrackSubscribed.newBuilder().setTrackSid(track)));
    }
  }

  /** The highest layer of a track that somebody wants changed, negative for none. */
  void demandChanged(String track, int maxSpatial) {
    if (publications.isPublished(track)) {
      publications
          .find(track)
          .ifPresent(info -> link.send(SubscribedQualities.update(info, maxSpatial)));
    }
  }

  /** The layers of a track that carry packets. */
  void layersChanged(String track, List<Integer> layers) {
    if (publications.isPublished(track)) {
      tell(track, new Track.SetLiveLayers(layers));
    }
  }

  /** The participant leaves. */
  void close() {
    publications.published().forEach(info -> end(info.getSid()));
  }

  private void publish(TrackInfo info, MediaPlacement placement, boolean again) {
    tell(info.getSid(), new Track.Publish(info, placement, again, self));
    Participant.Command silent = silent(info.getSid());
    timers.startSingleTimer(silent, silent, RETRY);
  }

  private void end(String track) {
    actors.remove(track);
    timers.cancel(silent(track));
    tell(track, Track.Unpublish.INSTANCE);
  }

  private Participant.Command silent(String track) {
    return new Participant.TrackSilent(sid, track);
  }

  private void tell(String track, Track.Command command) {
    if (!entities.areEnding()) {
      entities.track(room, track).tell(command);
    }
  }
}
