package akkord.api.room;

import java.time.Duration;
import java.util.Set;

/**
 * What the room service needs to know.
 *
 * @param maxBodySize bytes of a request's body, 0 for no limit (row H-04)
 * @param timeout how long an answer of a room or participant is waited for
 * @param remoteUnmute whether back ends may unmute tracks (RS-06)
 * @param presets names of the configured rooms
 * @param revocationRetention how long revoked tokens are remembered
 * @param limits on what may be stored
 */
public record RoomServiceSettings(
    int maxBodySize,
    Duration timeout,
    boolean remoteUnmute,
    Set<String> presets,
    Duration revocationRetention,
    Limits limits) {
  /** Revocations that are remembered at most. */
  public static final int MAX_REVOCATIONS = 1 << 16;

  /** Keeps a copy of the set. */
  public RoomServiceSettings {
    presets = Set.copyOf(presets);
  }

  /** Everything as by default. */
  public static RoomServiceSettings defaults() {
    return new RoomServiceSettings(
        10 << 20,
        Duration.ofSeconds(2),
        false,
        Set.of(),
        Duration.ofDays(7),
        new Limits(256, 256, 256, 512 << 10, 64 << 10));
  }
}
