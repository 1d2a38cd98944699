package akkord.actors.participant;

import akkord.proto.SpeakerInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which speakers a client hears of: itself and those it receives. Whoever was told to speak is also
 * told to be silent, or it would speak for ever (trap 25).
 */
final class SpeakerFilter {
  private final String self;
  private final Set<String> told = new HashSet<>();

  SpeakerFilter(String self) {
    this.self = self;
  }

  /** The changes that this client is to be told. */
  List<SpeakerInfo> filter(List<SpeakerInfo> changes, Set<String> received) {
    List<SpeakerInfo> wanted = new ArrayList<>();
    for (SpeakerInfo change : changes) {
      String sid = change.getSid();
      boolean concerns = sid.equals(self) || received.contains(sid);
      if (change.getActive() && concerns) {
        told.add(sid);
        wanted.add(change);
      } else if (!change.getActive() && told.remove(sid)) {
        wanted.add(change);
      }
    }
    return wanted;
  }

  /** Everyone falls silent: the room starts its reckoning anew. */
  List<SpeakerInfo> silence() {
    List<SpeakerInfo> silent =
        told.stream().map(sid -> SpeakerInfo.newBuilder().setSid(sid).build()).toList();
    told.clear();
    return silent;
  }

  /** Who was told to speak. */
  Set<String> told() {
    return Set.copyOf(told);
  }

  void restore(Set<String> speaking) {
    told.addAll(speaking);
  }
}
