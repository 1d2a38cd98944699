package akkord.actors.participant;

import akkord.media.UpTrackSpec.Stream;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.Rid;
import akkord.media.sdp.Simulcast;
import akkord.media.sdp.SourceGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The encodings of a sending section (M-20). */
final class SendStreams {
  private static final int MAX_LAYERS = 3;

  private SendStreams() {}

  /** The encodings, lowest quality first; at least one, which may have neither rid nor SSRC. */
  static List<Stream> of(MediaSection section) {
    List<String> rids = rids(section);
    return rids.isEmpty() ? bySsrc(section) : byRid(rids);
  }

  /** Accepts the encodings of {@code offered}, in the order offered. */
  static void accept(MediaSection offered, MediaSection.Builder answer) {
    List<String> rids = rids(offered);
    rids.forEach(rid -> answer.rid(new Rid(rid, false, "")));
    if (!rids.isEmpty() && offered.simulcast().isPresent()) {
      // A pause (~) is not mirrored: the client would never send the layer again.
      List<Simulcast.Stream> streams =
          rids.stream().map(rid -> new Simulcast.Stream(rid, false)).toList();
      answer.simulcast(new Simulcast(List.of(), streams));
    }
  }

  private static List<String> rids(MediaSection section) {
    List<String> declared =
        section.rids().stream().filter(Rid::send).map(Rid::id).distinct().toList();
    List<String> rids = declared;
    if (section.simulcast().isPresent()) {
      rids =
          section.simulcast().get().send().stream()
              .map(Simulcast.Stream::rid)
              .filter(declared::contains)
              .distinct()
              .toList();
    }
    return rids.subList(0, Math.min(MAX_LAYERS, rids.size()));
  }

  private static List<Stream> byRid(List<String> rids) {
    List<String> lowestFirst = new ArrayList<>(rids);
    if (rids.stream().allMatch(rid -> rank(rid) >= 0)) {
      lowestFirst.sort(Comparator.comparingInt(SendStreams::rank));
    }
    List<Stream> streams = new ArrayList<>();
    for (String rid : lowestFirst) {
      streams.add(new Stream(rid, streams.size(), 0, 0));
    }
    return streams;
  }

  /** Clients order rids either way: only the name tells the quality. */
  private static int rank(String rid) {
    return switch (rid) {
      case "q", "2" -> 0;
      case "h", "1" -> 1;
      case "f", "0" -> 2;
      default -> -1;
    };
  }

  private static List<Stream> bySsrc(MediaSection section) {
    Map<Long, Long> rtxOf = new HashMap<>();
    Set<Long> retransmissions = new HashSet<>();
    List<Long> primaries = List.of();
    for (SourceGroup group : section.sourceGroups()) {
      if (group.semantics().equals("FID") && group.ssrcs().size() == 2) {
        rtxOf.put(group.ssrcs().get(0), group.ssrcs().get(1));
        retransmissions.add(group.ssrcs().get(1));
      } else if (group.semantics().equals("SIM")) {
        primaries = group.ssrcs();
      }
    }
    if (primaries.isEmpty()) {
      primaries =
          section.sources().stream()
              .map(source -> source.ssrc())
              .filter(ssrc -> !retransmissions.contains(ssrc))
              .limit(1)
              .toList();
    }
    List<Stream> streams = new ArrayList<>();
    for (long ssrc : primaries.subList(0, Math.min(MAX_LAYERS, primaries.size()))) {
      streams.add(new Stream("", streams.size(), ssrc, rtxOf.getOrDefault(ssrc, 0L)));
    }
    return streams.isEmpty() ? List.of(new Stream("", 0, 0, 0)) : streams;
  }
}
