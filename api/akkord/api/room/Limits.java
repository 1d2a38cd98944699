package akkord.api.room;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Sizes that requests must keep within (RM-12), in bytes of UTF-8; 0 means no limit.
 *
 * @param attributes of all keys and values together
 */
public record Limits(int roomName, int identity, int name, int metadata, int attributes) {
  /** The room that a request is about. */
  void checkRoom(String argument, String room) {
    checkPresent(argument, room);
    checkRoomName(argument, room);
  }

  /** A room's name, which may be empty. */
  void checkRoomName(String argument, String room) {
    check(argument, "room name length", size(room), roomName);
  }

  void checkIdentity(String argument, String value) {
    checkPresent(argument, value);
    check(argument, "participant identity length", size(value), identity);
  }

  void checkName(String value) {
    check("name", "name length", size(value), name);
  }

  void checkMetadata(String value) {
    check("metadata", "metadata size", size(value), metadata);
  }

  void checkAttributes(Map<String, String> values) {
    long size = 0;
    for (Map.Entry<String, String> value : values.entrySet()) {
      size += (long) size(value.getKey()) + size(value.getValue());
    }
    check("attributes", "attribute size", size, attributes);
  }

  private static void checkPresent(String argument, String value) {
    if (value.isEmpty()) {
      throw TwirpError.invalid(argument, argument + " is required");
    }
  }

  private static void check(String argument, String what, long size, int limit) {
    if (limit > 0 && size > limit) {
      throw TwirpError.invalid(argument, what + " exceeds limits: max length " + limit);
    }
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
