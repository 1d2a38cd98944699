package akkord.actors.participant;

import akkord.proto.ParticipantInfo;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Who left lately: a client that was away may have missed it. */
final class Departures {
  /** Departures remembered at once; the oldest gives way. */
  static final int MAX_REMEMBERED = 256;

  /** A socket may be dead for so long before anybody notices. */
  static final long UNNOTICED = TimeUnit.SECONDS.toNanos(30);

  private final Deque<Departure> departures = new ArrayDeque<>();

  private record Departure(ParticipantInfo info, long at) {}

  /**
   * Takes news of others at {@code now} (nanoseconds).
   *
   * @param lost when the client was lost; {@code now} if it is there
   */
  void note(List<ParticipantInfo> changes, long now, long lost) {
    while (!departures.isEmpty() && departures.getFirst().at() - lost < -UNNOTICED) {
      departures.removeFirst();
    }
    for (ParticipantInfo change : changes) {
      if (change.getState() == ParticipantInfo.State.DISCONNECTED) {
        if (departures.size() == MAX_REMEMBERED) {
          departures.removeFirst();
        }
        departures.addLast(new Departure(change, now));
      }
    }
  }

  /**
   * Those whom a client lost at {@code lost} may believe to be here.
   *
   * @param byIdentity whether the client tells others apart by their identities alone (protocol
   *     12): to such a client the end of an earlier session would be the end of whoever is {@code
   *     present}
   */
  List<ParticipantInfo> since(long lost, Collection<ParticipantInfo> present, boolean byIdentity) {
    Set<String> here =
        present.stream().map(ParticipantInfo::getIdentity).collect(Collectors.toSet());
    return departures.stream()
        .filter(departure -> departure.at() - lost >= -UNNOTICED)
        .map(Departure::info)
        .filter(info -> !byIdentity || !here.contains(info.getIdentity()))
        .toList();
  }
}
