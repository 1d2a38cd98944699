package akkord.actors.participant;

import akkord.media.Codec;
import akkord.media.Kind;
import akkord.media.sdp.MediaSection;
import akkord.proto.SimulcastCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the publication of each sending section (clients.md 1.6): by the track id in {@code
 * a=msid}; for clients that make up new ids, the first publication of the same kind that is left.
 */
final class UpMatcher {
  private final List<PendingTrack> publications;
  private final Set<Codec> unpublishable;
  private final Map<String, String> blocked;
  private final Set<String> boundBefore = new HashSet<>();
  private final Map<String, UpSection> bound = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * One offer's matching.
   *
   * @param blocked mid to the sid that must not be bound to it again
   */
  UpMatcher(
      List<PendingTrack> publications, Set<Codec> unpublishable, Map<String, String> blocked) {
    this.publications = publications;
    this.unpublishable = unpublishable;
    this.blocked = blocked;
  }

  /**
   * The sections and what they carry, in the order of the offer.
   *
   * @param sending sections of the offer that send
   * @param previous what they carried at the previous offer
   */
  List<UpSection> match(List<MediaSection> sending, List<UpSection> previous) {
    Map<String, UpSection> before = new HashMap<>();
    for (UpSection section : previous) {
      before.put(section.mid(), section);
      boundBefore.add(section.trackSid());
    }
    sending.forEach(section -> keep(section, before.get(section.mid())));
    sending.forEach(this::bindByTrackId);
    sending.forEach(section -> keepGuess(section, before.get(section.mid())));
    Set<String> offeredIds = new HashSet<>();
    sending.forEach(section -> offeredIds.add(UpSection.offeredId(section)));
    sending.forEach(section -> bindByKind(section, offeredIds));
    List<UpSection> matched = new ArrayList<>();
    for (MediaSection section : sending) {
      if (bound.containsKey(section.mid())) {
        matched.add(bound.get(section.mid()));
      }
    }
    return matched;
  }

  /** A section stays bound to the track that it named. */
  private void keep(MediaSection section, UpSection former) {
    if (former != null
        && former.offeredId().equals(UpSection.offeredId(section))
        && former.offeredId().equals(former.cid())
        && Payloads.find(section, former.codec()).isPresent()) {
      put(former);
    }
  }

  /** A section stays bound to what was guessed until a track id refutes it. */
  private void keepGuess(MediaSection section, UpSection former) {
    if (former != null
        && !bound.containsKey(section.mid())
        && isFree(former.trackSid())
        && Payloads.find(section, former.codec()).isPresent()) {
      put(former.withOfferedId(UpSection.offeredId(section)));
    }
  }

  private void bindByTrackId(MediaSection section) {
    String id = UpSection.offeredId(section);
    if (bound.containsKey(section.mid()) || id.isEmpty()) {
      return;
    }
    find(section, track -> track.cid().equals(id))
        .or(() -> find(section, track -> hasSimulcastCid(track, id)))
        .flatMap(track -> UpSection.bind(section, track, unpublishable))
        .ifPresent(this::put);
  }

  private void bindByKind(MediaSection section, Set<String> offeredIds) {
    if (bound.containsKey(section.mid()) || blocked.containsKey(section.mid())) {
      return;
    }
    find(section, track -> !offeredIds.contains(track.cid()) && !boundBefore.contains(track.sid()))
        .flatMap(track -> UpSection.bind(section, track, unpublishable))
        .ifPresent(this::put);
  }

  /** A publication that had no section yet is preferred: a republished track keeps its cid. */
  private Optional<PendingTrack> find(MediaSection section, Predicate<PendingTrack> test) {
    Optional<Kind> kind = section.kind();
    PendingTrack second = null;
    for (PendingTrack track : publications) {
      if (kind.equals(Optional.of(track.kind()))
          && isFree(track.sid())
          && !track.sid().equals(blocked.get(section.mid()))
          && test.test(track)) {
        if (!boundBefore.contains(track.sid())) {
          return Optional.of(track);
        }
        second = second == null ? track : second;
      }
    }
    return Optional.ofNullable(second);
  }

  private static boolean hasSimulcastCid(PendingTrack track, String id) {
    for (SimulcastCodec codec : track.request().getSimulcastCodecsList()) {
      if (codec.getCid().equals(id)) {
        return true;
      }
    }
    return false;
  }

  private boolean isFree(String trackSid) {
    return !taken.contains(trackSid);
  }

  private void put(UpSection section) {
    bound.put(section.mid(), section);
    taken.add(section.trackSid());
  }
}
