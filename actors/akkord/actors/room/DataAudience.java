package akkord.actors.room;

import akkord.actors.MediaPlacement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who gets what one member says to everybody on one channel, while all of them can take it: worked
 * out once and used until something changes. A worker, too, keeps what it made of the same list.
 *
 * @param sender whose words these are
 * @param label of the channel
 * @param asOf of the roster: {@link Roster#comingsAndGoings}
 * @param transports those of each worker
 */
record DataAudience(
    String sender, String label, long asOf, Map<MediaPlacement, List<String>> transports) {
  /** How a member can be reached, as far as it has said so. */
  @FunctionalInterface
  interface Receivers {
    DataReceiver of(String sid);
  }

  /** Empty if somebody has no such channel, or must be waited for: each packet is a case then. */
  static Optional<DataAudience> of(
      String sender, String label, Roster roster, Receivers receivers) {
    Map<MediaPlacement, List<String>> transports = new LinkedHashMap<>(2);
    for (Roster.Member member : roster.members()) {
      if (member.sid().equals(sender)) {
        continue;
      }
      DataReceiver receiver = receivers.of(member.sid());
      if (!receiver.has(label) || receiver.isCongested()) {
        return Optional.empty();
      }
      transports
          .computeIfAbsent(receiver.placement().orElseThrow(), unused -> new ArrayList<>())
          .add(receiver.transport());
    }
    transports.replaceAll((placement, each) -> List.copyOf(each));
    return Optional.of(new DataAudience(sender, label, roster.comingsAndGoings(), transports));
  }

  /** Whether it is still right, if no member has said anything else of itself since. */
  boolean fits(String sender, String label, Roster roster) {
    return asOf == roster.comingsAndGoings()
        && this.sender.equals(sender)
        && this.label.equals(label);
  }
}
