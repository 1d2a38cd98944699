package akkord.actors.participant;

import akkord.media.DownTrackSettings;
import akkord.media.Kind;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantTracks;
import akkord.proto.TrackInfo;
import akkord.proto.TrackType;
import akkord.proto.UpdateSubscription;
import akkord.proto.UpdateTrackSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a participant wants to receive and what it receives (S-01 to S-07): desired and actual, to
 * be brought together by the next negotiation.
 */
final class Subscriptions {
  // Choices and settings may come before their track (S-02, S-06); a client cannot fill memory.
  private static final int MAX_REMEMBERED = 4096;
  private static final int MAX_SID_LENGTH = 64;

  private final String self;
  private final boolean allowed;
  private final boolean autoSubscribe;
  private final boolean adaptiveStream;
  private final int protocol;
  private final Map<String, ParticipantInfo> others = new LinkedHashMap<>();
  private final Map<String, Boolean> choices = new HashMap<>();
  private final Map<String, UpdateTrackSettings> settings = new HashMap<>();
  private final Set<String> bound = new LinkedHashSet<>();
  private final Set<String> unsupported = new LinkedHashSet<>();

  /** All there is to remember. */
  record Memo(
      List<ParticipantInfo> others,
      Map<String, Boolean> choices,
      Map<String, UpdateTrackSettings> settings,
      Set<String> bound,
      Set<String> unsupported) {}

  /** A visible track and who publishes it. */
  private record Offered(ParticipantInfo publisher, TrackInfo track) {}

  Subscriptions(String self, JoinOptions options) {
    this.self = self;
    this.allowed = options.permission().getCanSubscribe();
    this.autoSubscribe = options.autoSubscribe();
    this.adaptiveStream = options.adaptiveStream();
    this.protocol = options.protocol();
  }

  void restore(Memo memo) {
    memo.others().forEach(other -> others.put(other.getSid(), other));
    choices.putAll(memo.choices());
    settings.putAll(memo.settings());
    bound.addAll(memo.bound());
    unsupported.addAll(memo.unsupported());
  }

  Memo memo() {
    return new Memo(
        List.copyOf(others.values()),
        Map.copyOf(choices),
        Map.copyOf(settings),
        Set.copyOf(bound),
        Set.copyOf(unsupported));
  }

  /** Takes news of others; what is older than what is known is ignored. */
  void onOthers(List<ParticipantInfo> changes) {
    for (ParticipantInfo change : changes) {
      ParticipantInfo known = others.get(change.getSid());
      if (change.getSid().equals(self)
          || (known != null && change.getVersion() < known.getVersion())) {
        continue;
      }
      if (known != null) {
        forgetVanished(known, change);
      }
      if (change.getState() == ParticipantInfo.State.DISCONNECTED) {
        others.remove(change.getSid());
      } else {
        others.put(change.getSid(), change);
      }
    }
  }

  private void forgetVanished(ParticipantInfo before, ParticipantInfo after) {
    for (TrackInfo track : before.getTracksList()) {
      String sid = track.getSid();
      if (after.getTracksList().stream().noneMatch(other -> other.getSid().equals(sid))) {
        choices.remove(sid);
        settings.remove(sid);
        unsupported.remove(sid);
      }
    }
  }

  /** The others as they are known. */
  List<ParticipantInfo> others() {
    return List.copyOf(others.values());
  }

  /** The client asks for tracks, or does not want them any more; answers which it named. */
  Set<String> choose(UpdateSubscription request) {
    Set<String> sids = new LinkedHashSet<>(request.getTrackSidsList());
    for (ParticipantTracks tracks : request.getParticipantTracksList()) {
      sids.addAll(tracks.getTrackSidsList());
    }
    for (String sid : sids) {
      if (isRemembered(sid, choices)) {
        choices.put(sid, request.getSubscribe());
      }
      if (!request.getSubscribe() && adaptiveStream) {
        settings.remove(sid); // S-07: a new subscription starts visible
      }
    }
    return sids;
  }

  /** The client says what it needs of tracks, subscribed already or not. */
  void configure(UpdateTrackSettings request) {
    for (String sid : request.getTrackSidsList()) {
      if (isRemembered(sid, settings)) {
        settings.put(sid, request.toBuilder().clearTrackSids().build());
      }
    }
  }

  private static boolean isRemembered(String sid, Map<String, ?> already) {
    return sid.length() <= MAX_SID_LENGTH
        && (already.size() < MAX_REMEMBERED || already.containsKey(sid));
  }

  /** Everything that should be received. */
  List<WantedTrack> wanted() {
    List<WantedTrack> wanted = new ArrayList<>();
    if (!allowed) {
      return wanted;
    }
    for (ParticipantInfo other : others.values()) {
      for (TrackInfo track : other.getTracksList()) {
        if (wants(track.getSid())) {
          wanted.add(wanted(new Offered(other, track)));
        }
      }
    }
    return wanted;
  }

  private boolean wants(String sid) {
    return choices.getOrDefault(sid, autoSubscribe) && !unsupported.contains(sid);
  }

  private WantedTrack wanted(Offered offered) {
    String publisher = offered.publisher().getSid();
    TrackInfo track = offered.track();
    return new WantedTrack(
        track.getSid(),
        track.getType() == TrackType.VIDEO ? Kind.VIDEO : Kind.AUDIO,
        track.getMimeType(),
        protocol == 0 ? publisher : publisher + "|" + track.getSid(),
        publisher,
        settings(track),
        track.getStereo());
  }

  /** Whether the next negotiation would change nothing. */
  boolean settled() {
    Set<String> wanted = new LinkedHashSet<>();
    wanted().stream()
        .filter(track -> !track.codecMime().isEmpty())
        .forEach(track -> wanted.add(track.trackSid()));
    return wanted.equals(bound);
  }

  /** A media section carries a track now; false if it did before. */
  boolean bound(String sid) {
    return bound.add(sid);
  }

  /** A track has no media section any more. */
  void unbound(String sid) {
    bound.remove(sid);
  }

  boolean isBound(String sid) {
    return bound.contains(sid);
  }

  /** The sids of all tracks that are received. */
  Set<String> received() {
    return Set.copyOf(bound);
  }

  /** The client cannot decode a track: not tried again. */
  void refused(String sid) {
    unsupported.add(sid);
  }

  /** The sids of the participants that something is received from. */
  Set<String> publishers() {
    Set<String> sids = new LinkedHashSet<>();
    for (String track : bound) {
      find(track).ifPresent(offered -> sids.add(offered.publisher().getSid()));
    }
    return sids;
  }

  /** What to send of a bound track: nothing once it is not wanted any more. */
  DownTrackSettings settings(String sid) {
    return find(sid)
        .filter(offered -> allowed && wants(sid))
        .map(offered -> settings(offered.track()))
        .orElse(new DownTrackSettings(true, 0, 0));
  }

  private DownTrackSettings settings(TrackInfo track) {
    UpdateTrackSettings asked = settings.get(track.getSid());
    return asked == null
        ? LayerChoice.initial(adaptiveStream)
        : LayerChoice.of(asked, track.getLayersList());
  }

  private Optional<Offered> find(String sid) {
    for (ParticipantInfo other : others.values()) {
      for (TrackInfo track : other.getTracksList()) {
        if (track.getSid().equals(sid)) {
          return Optional.of(new Offered(other, track));
        }
      }
    }
    return Optional.empty();
  }
}
