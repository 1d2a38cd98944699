package akkord.media;

import akkord.media.transport.Transport;
import java.util.List;
import java.util.Map;

/**
 * The transports behind the ids of an order. Those of the last list are kept: a room that sends the
 * same list again, the very same object, is spared looking up each of a hundred.
 */
final class Targets {
  private static final Transport[] NONE = new Transport[0];

  private final Map<String, Transport> transports;
  private List<String> ids = List.of();
  private Transport[] found = NONE;

  /**
   * Knows none yet.
   *
   * @param transports by id; {@link #forget} after each change
   */
  Targets(Map<String, Transport> transports) {
    this.transports = transports;
  }

  /** A transport opened or closed. */
  void forget() {
    ids = List.of();
    found = NONE;
  }

  /**
   * The transports, null where there is none of that id.
   *
   * @param wanted never changes
   */
  @SuppressWarnings("ReferenceEquality") // comparing the ids would cost what it saves
  Transport[] find(List<String> wanted) {
    if (wanted != ids) {
      Transport[] each = new Transport[wanted.size()];
      for (int i = 0; i < each.length; i++) {
        each[i] = transports.get(wanted.get(i));
      }
      found = each;
      ids = wanted;
    }
    return found;
  }
}
