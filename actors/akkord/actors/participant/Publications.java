package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.Kind;
import akkord.proto.AddTrackRequest;
import akkord.proto.RequestResponse.Reason;
import akkord.proto.TrackInfo;
import akkord.proto.TrackSource;
import akkord.proto.TrackType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The tracks that a participant announced, those it publishes, and those that wait because their
 * client id is still in use (2.6).
 */
final class Publications {
  private static final int MAX_PENDING = 20;
  private static final int MAX_QUEUED_PER_CID = 3;

  /** How long an announced track keeps its place without being offered. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Everyone in the room is told of a track: what is longer would fill their queues. */
  private static final int MAX_ANNOUNCEMENT = 16 << 10;

  private final Supplier<Permissions> permissions;
  private final List<Codec> codecs;
  private final int maxTracks;
  private final Map<String, Entry> bySid = new LinkedHashMap<>();
  private final List<AddTrackRequest> queued = new ArrayList<>();

  /**
   * An announced track.
   *
   * @param published whether a media section carries it
   */
  record Entry(AddTrackRequest request, TrackInfo info, boolean published) {
    String sid() {
      return info.getSid();
    }
  }

  /** All there is to remember. */
  record Memo(List<Entry> tracks, List<AddTrackRequest> queued) {}

  /** What became of an announcement. */
  sealed interface Added {
    /** It has a sid now. */
    record Accepted(AddTrackRequest request, TrackInfo info) implements Added {}

    /** It waits ({@code QUEUED}) or is turned down. */
    record Refused(Reason reason, String message) implements Added {}
  }

  /**
   * What an unpublished track leaves.
   *
   * @param info as it was last
   * @param next the announcement that waited for its client id
   */
  record Removed(TrackInfo info, Optional<AddTrackRequest> next) {}

  /**
   * Nothing announced yet.
   *
   * @param permissions what the participant may do at the moment
   * @param codecs what may be published, preferred first
   * @param maxTracks how many tracks there may be at a time, 0 for any number
   */
  Publications(Supplier<Permissions> permissions, List<Codec> codecs, int maxTracks) {
    this.permissions = permissions;
    this.codecs = codecs;
    this.maxTracks = maxTracks;
  }

  void restore(Memo memo) {
    memo.tracks().forEach(entry -> bySid.put(entry.sid(), entry));
    queued.addAll(memo.queued());
  }

  Memo memo() {
    return new Memo(List.copyOf(bySid.values()), List.copyOf(queued));
  }

  /** Judges an announcement (T-01). */
  Added add(AddTrackRequest request) {
    if (!permissions.get().canPublish(request.getSource())) {
      return new Added.Refused(Reason.NOT_ALLOWED, "this source may not be published");
    }
    if (request.getType() != TrackType.AUDIO && request.getType() != TrackType.VIDEO) {
      return new Added.Refused(Reason.UNSUPPORTED_TYPE, "neither audio nor video");
    }
    if (request.getSerializedSize() > MAX_ANNOUNCEMENT) {
      return new Added.Refused(Reason.LIMIT_EXCEEDED, "the announcement is too long");
    }
    if (!request.getSid().isEmpty()) {
      return bySid.containsKey(request.getSid())
          ? new Added.Refused(Reason.UNSUPPORTED_TYPE, "no second codec for a track")
          : new Added.Refused(Reason.NOT_FOUND, "no such track");
    }
    if (inUse(request.getCid())) {
      return queue(request);
    }
    if (maxTracks > 0 && bySid.size() >= maxTracks && !forgetOverdue(Instant.now())) {
      return new Added.Refused(
          Reason.LIMIT_EXCEEDED, "no more than " + maxTracks + " tracks may be published");
    }
    if (pending() >= MAX_PENDING && !forgetOverdue(Instant.now())) {
      return new Added.Refused(Reason.LIMIT_EXCEEDED, "too many tracks wait to be published");
    }
    TrackInfo info = TrackInfos.stamped(TrackInfos.announced(request, codecs), Instant.now());
    bySid.put(info.getSid(), new Entry(request, info, false));
    return new Added.Accepted(request, info);
  }

  private long pending() {
    return bySid.values().stream().filter(entry -> !entry.published()).count();
  }

  /** A track that nobody offered in time gives its place up, once the place is needed. */
  private boolean forgetOverdue(Instant now) {
    long latest = ChronoUnit.MICROS.between(Instant.EPOCH, now.minus(PATIENCE));
    Optional<Entry> overdue =
        bySid.values().stream()
            .filter(entry -> !entry.published())
            .filter(entry -> entry.info().getVersion().getUnixMicro() < latest)
            .findFirst();
    overdue.ifPresent(entry -> bySid.remove(entry.sid()));
    return overdue.isPresent();
  }

  private boolean inUse(String cid) {
    return bySid.values().stream().anyMatch(entry -> entry.request().getCid().equals(cid));
  }

  private Added queue(AddTrackRequest request) {
    String cid = request.getCid();
    long ahead = queued.stream().filter(other -> other.getCid().equals(cid)).count();
    if (ahead >= MAX_QUEUED_PER_CID || queued.size() >= MAX_PENDING) {
      return new Added.Refused(Reason.LIMIT_EXCEEDED, "too many tracks wait for this cid");
    }
    queued.add(request);
    return new Added.Refused(Reason.QUEUED, "waits until the cid is free");
  }

  /** All announced tracks, as media sections are matched with them. */
  List<PendingTrack> announced() {
    List<PendingTrack> tracks = new ArrayList<>();
    for (Entry entry : bySid.values()) {
      AddTrackRequest request = entry.request();
      tracks.add(
          new PendingTrack(
              entry.sid(),
              request.getCid(),
              request.getType() == TrackType.VIDEO ? Kind.VIDEO : Kind.AUDIO,
              request,
              request.getSource() == TrackSource.MICROPHONE));
    }
    return tracks;
  }

  /** A media section carries the track; true if that is news. */
  boolean bound(BoundUpTrack bound) {
    Entry before = bySid.get(bound.trackSid());
    if (before == null) {
      return false;
    }
    TrackInfo settled = TrackInfos.settled(before.info(), bound);
    if (before.published() && settled.equals(before.info())) {
      return false;
    }
    TrackInfo info = TrackInfos.stamped(settled, Instant.now());
    bySid.put(info.getSid(), new Entry(before.request(), info, true));
    return true;
  }

  boolean isPublished(String sid) {
    return bySid.containsKey(sid) && bySid.get(sid).published();
  }

  /** Published tracks without a sending section, whose client ids others wait for. */
  List<String> givingWay(Set<String> sendingMids) {
    return bySid.values().stream()
        .filter(entry -> entry.published() && !sendingMids.contains(entry.info().getMid()))
        .filter(
            entry ->
                queued.stream().anyMatch(next -> next.getCid().equals(entry.request().getCid())))
        .map(Entry::sid)
        .toList();
  }

  /** Tracks that may not be published any more. */
  List<String> revoked() {
    return bySid.values().stream()
        .filter(entry -> !permissions.get().canPublish(entry.request().getSource()))
        .map(Entry::sid)
        .toList();
  }

  /** Forgets a track. */
  Optional<Removed> remove(String sid) {
    Entry entry = bySid.remove(sid);
    if (entry == null) {
      return Optional.empty();
    }
    Optional<AddTrackRequest> next =
        queued.stream()
            .filter(request -> request.getCid().equals(entry.request().getCid()))
            .findFirst();
    next.ifPresent(queued::remove);
    return Optional.of(new Removed(entry.info(), next));
  }

  /** Changes an announced or published track; empty if there is none. */
  Optional<TrackInfo> update(String sid, UnaryOperator<TrackInfo.Builder> change) {
    Entry entry = bySid.get(sid);
    if (entry == null) {
      return Optional.empty();
    }
    TrackInfo info = change.apply(entry.info().toBuilder()).build();
    if (info.equals(entry.info())) {
      return Optional.of(info);
    }
    info = TrackInfos.stamped(info, Instant.now());
    bySid.put(sid, new Entry(entry.request(), info, entry.published()));
    return Optional.of(info);
  }

  Optional<TrackInfo> find(String sid) {
    return Optional.ofNullable(bySid.get(sid)).map(Entry::info);
  }

  /** What others see. */
  List<TrackInfo> published() {
    return bySid.values().stream().filter(Entry::published).map(Entry::info).toList();
  }
}
