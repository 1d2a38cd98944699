package akkord.actors.participant;

import java.util.Set;

/**
 * What one publisher lets one subscriber receive (2.9).
 *
 * @param all every track, also those to come
 * @param tracks else only these sids
 */
public record Permit(boolean all, Set<String> tracks) {
  /** Everything, as long as the publisher says nothing else. */
  public static final Permit ALL = new Permit(true, Set.of());

  /** Nothing. */
  public static final Permit NONE = new Permit(false, Set.of());

  /** Copies the set. */
  public Permit {
    tracks = Set.copyOf(tracks);
  }

  /** Whether a track may be received. */
  public boolean allows(String track) {
    return all || tracks.contains(track);
  }
}
