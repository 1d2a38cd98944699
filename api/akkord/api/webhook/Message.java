package akkord.api.webhook;

import akka.util.ByteString;
import java.time.Instant;

/**
 * An event as it is posted, to every URL and at every attempt with the same bytes.
 *
 * @param room its name; order is kept within a room
 * @param event its name
 * @param id {@code EV_...}
 * @param sequence 1 for the first event of a session of the room, then one more each
 * @param body JSON
 * @param created when it happened
 */
record Message(
    String room, String event, String id, long sequence, ByteString body, Instant created) {
  // Headers of the objects around the bytes.
  private static final int OVERHEAD = 256;

  /** What it takes of memory, in bytes. */
  int size() {
    return body.size() + OVERHEAD;
  }

  /** For logs: the body may hold metadata that nobody else should read. */
  @Override
  public String toString() {
    return "%s %s, number %d of room %s".formatted(event, id, sequence, room);
  }
}
