package akkord.actors;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Entity ids: parts joined by {@code /}, each percent-encoded, so that no name can pose as another.
 */
final class EntityIds {
  /** Never changes: it decides where a room lives. */
  static final int SHARDS = 1000;

  private EntityIds() {}

  /** Id of a room. */
  static String of(String room) {
    return encode(room);
  }

  /** Id of what lies in a room: a participant by identity, a track by sid. */
  static String of(String room, String member) {
    return encode(room) + "/" + encode(member);
  }

  /** The shard of an entity: its room alone decides. */
  static String shard(String entityId) {
    int slash = entityId.indexOf('/');
    String room = slash < 0 ? entityId : entityId.substring(0, slash);
    return Integer.toString(Math.floorMod(room.hashCode(), SHARDS));
  }

  /** The name of the room with this id. */
  static String room(String entityId) {
    return URLDecoder.decode(entityId, StandardCharsets.UTF_8);
  }

  /**
   * What log lines of the entity are marked with: its room and itself.
   *
   * @param kind {@code participant} or {@code track}; not looked at for a room
   */
  static Map<String, String> log(String entityId, String kind) {
    int slash = entityId.indexOf('/');
    return slash < 0
        ? Map.of("room", room(entityId))
        : Map.of(
            "room", room(entityId.substring(0, slash)), kind, room(entityId.substring(slash + 1)));
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }
}
