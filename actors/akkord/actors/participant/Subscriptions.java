package akkord.actors.participant;

import akkord.media.DownTrackSettings;
import akkord.media.Kind;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantTracks;
import akkord.proto.SubscriptionPermissionUpdate;
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
  private final Permits permits = new Permits();
  private final boolean autoSubscribe;
  private final boolean adaptiveStream;
  private final int protocol;
  private final KnownParticipants others = new KnownParticipants();
  private final Map<String, Offered> offered = new LinkedHashMap<>();
  private final Map<String, Boolean> choices = new HashMap<>();
  private final Map<String, UpdateTrackSettings> settings = new HashMap<>();
  private final Set<String> bound = new LinkedHashSet<>();
  private final Set<String> unsupported = new LinkedHashSet<>();
  private final DataSubscriptions dataTracks;
  private boolean allowed;

  /** All there is to remember. */
  record Memo(
      List<ParticipantInfo> others,
      Map<String, Boolean> choices,
      Map<String, UpdateTrackSettings> settings,
      Set<String> bound,
      Set<String> unsupported,
      Permits.Memo permits,
      DataSubscriptions.Memo dataTracks) {}

  /** A visible track and the sid of who publishes it. */
  private record Offered(String publisher, TrackInfo track) {}

  Subscriptions(String self, JoinOptions options) {
    this.self = self;
    this.allowed = options.permission().getCanSubscribe();
    this.autoSubscribe = options.autoSubscribe();
    this.adaptiveStream = options.adaptiveStream();
    this.protocol = options.protocol();
    this.dataTracks = new DataSubscriptions(permits, allowed, options.autoSubscribeDataTracks());
  }

  void restore(Memo memo) {
    memo.others().forEach(this::learn);
    choices.putAll(memo.choices());
    settings.putAll(memo.settings());
    bound.addAll(memo.bound());
    unsupported.addAll(memo.unsupported());
    permits.restore(memo.permits());
    dataTracks.restore(memo.dataTracks());
  }

  Memo memo() {
    return new Memo(
        others.all(),
        Map.copyOf(choices),
        Map.copyOf(settings),
        Set.copyOf(bound),
        Set.copyOf(unsupported),
        permits.memo(),
        dataTracks.memo());
  }

  /** Takes news of others; what is older than what is known is ignored. */
  void onOthers(List<ParticipantInfo> changes) {
    for (ParticipantInfo change : changes) {
      Optional<ParticipantInfo> known = others.find(change.getSid());
      if (change.getSid().equals(self)
          || known.filter(before -> change.getVersion() < before.getVersion()).isPresent()) {
        continue;
      }
      known.ifPresent(before -> forgetVanished(before, change));
      if (change.getState() == ParticipantInfo.State.DISCONNECTED) {
        others.remove(change.getSid());
        permits.remove(change.getSid());
      } else {
        learn(change);
      }
    }
  }

  private void learn(ParticipantInfo other) {
    others.put(other);
    for (TrackInfo track : other.getTracksList()) {
      offered.put(track.getSid(), new Offered(other.getSid(), track));
    }
    dataTracks.learn(other);
  }

  private void forgetVanished(ParticipantInfo before, ParticipantInfo after) {
    boolean left = after.getState() == ParticipantInfo.State.DISCONNECTED;
    dataTracks.forgetVanished(before, after, left);
    for (TrackInfo track : before.getTracksList()) {
      String sid = track.getSid();
      if (left || after.getTracksList().stream().noneMatch(other -> other.getSid().equals(sid))) {
        offered.remove(sid);
        choices.remove(sid);
        settings.remove(sid);
        unsupported.remove(sid);
      }
    }
  }

  /** The others as they are known. */
  List<ParticipantInfo> others() {
    return others.all();
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

  /** What the client asked for and nobody publishes, or not yet. */
  Set<String> missing() {
    Set<String> sids = new LinkedHashSet<>();
    choices.forEach(
        (sid, chosen) -> {
          if (chosen && !offered.containsKey(sid)) {
            sids.add(sid);
          }
        });
    return sids;
  }

  /** Forgets that the client asked for a track, if nobody publishes it. */
  boolean giveUp(String sid) {
    return !offered.containsKey(sid) && choices.remove(sid, true);
  }

  /**
   * The client says what it needs of tracks, subscribed already or not; answers which of them it
   * did not want to see until now.
   */
  Set<String> configure(UpdateTrackSettings request) {
    Set<String> shown = new LinkedHashSet<>();
    for (String sid : request.getTrackSidsList()) {
      if (isRemembered(sid, settings)) {
        UpdateTrackSettings former =
            settings.put(sid, request.toBuilder().clearTrackSids().build());
        if (former != null && former.getDisabled() && !request.getDisabled()) {
          shown.add(sid);
        }
      }
    }
    return shown;
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
    for (Offered track : offered.values()) {
      if (receives(track)) {
        wanted.add(wanted(track));
      }
    }
    return wanted;
  }

  private boolean receives(Offered track) {
    String sid = track.track().getSid();
    return chooses(sid) && !unsupported.contains(sid) && permits.allows(track.publisher(), sid);
  }

  private boolean chooses(String sid) {
    return choices.getOrDefault(sid, autoSubscribe);
  }

  /** The server lets it subscribe at all, or not any more (S-03). */
  void allow(boolean canSubscribe) {
    allowed = canSubscribe;
    dataTracks.allow(canSubscribe);
  }

  /** The same for data tracks. */
  DataSubscriptions dataTracks() {
    return dataTracks;
  }

  /** What publishers let it receive. */
  Permits permits() {
    return permits;
  }

  /** What the client has to be told of permits. */
  List<SubscriptionPermissionUpdate> permissionNews() {
    if (permits.areQuiet()) {
      return List.of();
    }
    Map<String, String> chosen = new LinkedHashMap<>();
    if (allowed) {
      offered.forEach(
          (sid, track) -> {
            if (chooses(sid)) {
              chosen.put(sid, track.publisher());
            }
          });
      chosen.putAll(dataTracks.chosen());
    }
    return permits.news(chosen);
  }

  private WantedTrack wanted(Offered wanted) {
    String publisher = wanted.publisher();
    TrackInfo track = wanted.track();
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
      find(track).ifPresent(received -> sids.add(received.publisher()));
    }
    return sids;
  }

  /** What to send of a bound track: nothing once it is not wanted any more. */
  DownTrackSettings settings(String sid) {
    return find(sid)
        .filter(track -> allowed && receives(track))
        .map(track -> settings(track.track()))
        .orElse(new DownTrackSettings(true, 0, 0));
  }

  private DownTrackSettings settings(TrackInfo track) {
    UpdateTrackSettings asked = settings.get(track.getSid());
    return asked == null
        ? LayerChoice.initial(adaptiveStream)
        : LayerChoice.of(asked, track.getLayersList());
  }

  private Optional<Offered> find(String sid) {
    return Optional.ofNullable(offered.get(sid));
  }
}
