package akkord.api.signal;

import java.time.Duration;
import java.util.List;

/**
 * What the signalling edge needs to know.
 *
 * @param autoCreate whether joining opens a room that does not exist ({@code room.auto_create})
 * @param maxRoomNameLength in bytes of UTF-8, 0 for no limit
 * @param maxIdentityLength in bytes of UTF-8, 0 for no limit
 * @param maxFrameSize bytes of one message from a client, 0 for 256 MiB (row W-04)
 * @param joinTimeouts how long each try to start a session waits (row W-01)
 * @param maxQueuedMessages messages that wait for a client that reads slowly
 * @param maxQueuedBytes bytes that wait for a client that reads slowly
 * @param stallTimeout how long a client may read nothing of what waits
 */
public record SignalSettings(
    boolean autoCreate,
    int maxRoomNameLength,
    int maxIdentityLength,
    int maxFrameSize,
    List<Duration> joinTimeouts,
    int maxQueuedMessages,
    int maxQueuedBytes,
    Duration stallTimeout) {
  /** LiveKit's waiting times: three tries. */
  public static final List<Duration> JOIN_TIMEOUTS =
      List.of(Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(5));

  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(10);

  /** Keeps a copy of the list. */
  public SignalSettings {
    joinTimeouts = List.copyOf(joinTimeouts);
    if (joinTimeouts.isEmpty()) {
      throw new IllegalArgumentException("at least one try is needed");
    }
  }

  /** Everything as by default. */
  public static SignalSettings defaults() {
    return new SignalSettings(true, 256, 256, 2 << 20, JOIN_TIMEOUTS, 1000, 8 << 20, STALL_TIMEOUT);
  }
}
