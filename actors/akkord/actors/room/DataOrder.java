package akkord.actors.room;

import akkord.actors.CborSerializable;
import akkord.actors.MediaPlacement;
import akkord.media.DataMessage;
import akkord.proto.DataPacket;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a room is told of data between its participants (5.8). */
public sealed interface DataOrder extends CborSerializable {
  /**
   * A participant sends: checked and stamped with its name.
   *
   * @param sender its sid
   * @param packet with its destinations: none for everybody else
   * @param label of the channel it came on and goes out on
   * @param raw the message itself, if its channel is the application's own: whoever has a channel
   *     of that label gets it as it is, the others get {@code packet}
   * @param size bytes to give back to the sender once they are passed on
   */
  record Relay(String sender, DataPacket packet, String label, Optional<DataMessage> raw, int size)
      implements DataOrder {}

  /** A participant can be reached on these channels of a transport; others are closed. */
  record Reach(String sid, MediaPlacement placement, String transport, List<String> labels)
      implements DataOrder {}

  /**
   * A participant is back and says what it has.
   *
   * @param seen the last number of a reliable packet of each sender, by its sid (2.1 f14)
   */
  record Replay(String sid, Map<String, Integer> seen) implements DataOrder {}

  /** A participant takes reliable data more slowly than it comes, or has caught up. */
  record Congested(String sid, boolean congested) implements DataOrder {}
}
