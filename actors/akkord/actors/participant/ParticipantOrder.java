package akkord.actors.participant;

import akkord.actors.CborSerializable;
import akkord.proto.ParticipantPermission;
import akkord.proto.Room;
import akkord.proto.UpdateSubscription;
import java.util.Map;
import java.util.Optional;

/** What the room service may ask of one participant (RS-04 to RS-08, RS-11, RS-12). */
public sealed interface ParticipantOrder extends CborSerializable {
  /** How others see it. */
  record Describe() implements ParticipantOrder {}

  /**
   * Changes what others see of it and what it may do.
   *
   * @param name empty leaves it as it is
   * @param metadata empty leaves it as it is
   * @param attributes merged into what is there; an empty value deletes
   * @param permission replaces all of the present one
   */
  record Update(
      String name,
      String metadata,
      Map<String, String> attributes,
      Optional<ParticipantPermission> permission)
      implements ParticipantOrder {
    public Update {
      attributes = Map.copyOf(attributes);
    }
  }

  /** Sends it away. */
  record Remove() implements ParticipantOrder {}

  /** Silences or resumes one of its tracks. */
  record MuteTrack(String track, boolean muted) implements ParticipantOrder {}

  /** Chooses on its behalf what it receives. */
  record Choose(UpdateSubscription tracks) implements ParticipantOrder {}

  /**
   * Calls a method that its client has registered (RS-12).
   *
   * @param payload at most {@link #MAX_PAYLOAD} bytes of UTF-8
   * @param timeoutMillis how long an answer is waited for
   */
  record PerformRpc(String method, String payload, int timeoutMillis) implements ParticipantOrder {
    /** Bytes of UTF-8 that a call or its answer may carry. */
    public static final int MAX_PAYLOAD = 15_360;
  }

  /**
   * Sends it to another room: its client is told, gets a token for that room and joins there by
   * itself (RS-11).
   */
  record Move(Room destination, String token) implements ParticipantOrder {
    /** Names the room, not the token. */
    @Override
    public String toString() {
      return "Move[" + destination.getName() + "]";
    }
  }
}
