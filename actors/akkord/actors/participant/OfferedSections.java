package akkord.actors.participant;

import akkord.media.Kind;
import akkord.media.sdp.Direction;
import akkord.media.sdp.MediaSection;
import akkord.media.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The usable RTP sections of an offer.
 *
 * @param sending those that may carry a publication
 * @param receiving those that may carry a subscription
 * @param everSent mids that carry a publication or have done so; some clients offer such a section
 *     as receiving later, but with the one codec it had
 */
record OfferedSections(
    List<MediaSection> sending, List<MediaSection> receiving, List<String> everSent) {
  /** Sorts the sections of {@code offer}. */
  static OfferedSections of(SessionDescription offer, List<String> sentBefore) {
    Set<String> everSent = new LinkedHashSet<>(sentBefore);
    List<MediaSection> sending = new ArrayList<>();
    List<MediaSection> receiving = new ArrayList<>();
    for (MediaSection section : offer.sections()) {
      if (section.kind().isEmpty()
          || section.isRejected()
          || !OfferedTransport.carries(offer, section)) {
        continue;
      }
      if (section.direction().sends()) {
        sending.add(section);
        everSent.add(section.mid());
      } else if (section.direction() == Direction.RECVONLY && !everSent.contains(section.mid())) {
        receiving.add(section);
      }
    }
    List<String> mids = offer.sections().stream().map(MediaSection::mid).toList();
    everSent.retainAll(new LinkedHashSet<>(mids));
    return new OfferedSections(sending, receiving, List.copyOf(everSent));
  }

  /** Mids of {@link #sending}. */
  Set<String> sendingMids() {
    Set<String> mids = new LinkedHashSet<>();
    sending.forEach(section -> mids.add(section.mid()));
    return mids;
  }

  /** How many sections of this kind may carry a subscription. */
  int receiving(Kind kind) {
    return (int)
        receiving.stream().filter(section -> section.kind().equals(Optional.of(kind))).count();
  }
}
