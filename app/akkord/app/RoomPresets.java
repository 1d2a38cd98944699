package akkord.app;

import akkord.proto.RoomConfiguration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.HashMap;
import java.util.Map;

/** {@code room.room_configurations}: room settings by a name of the operator's choice (RM-08). */
final class RoomPresets {
  private static final String PATH = "room.room_configurations";

  private RoomPresets() {}

  /** Reads them; a field that a room configuration does not have is refused. */
  static Map<String, RoomConfiguration> read(SettingsReader reader) throws InvalidSetting {
    Map<String, RoomConfiguration> presets = new HashMap<>();
    for (Map.Entry<String, String> preset : reader.objects(PATH).entrySet()) {
      RoomConfiguration.Builder configuration = RoomConfiguration.newBuilder();
      try {
        JsonFormat.parser().merge(preset.getValue(), configuration);
      } catch (InvalidProtocolBufferException malformed) {
        throw new InvalidSetting(
            PATH + "." + preset.getKey(), "is no room configuration: " + malformed.getMessage());
      }
      presets.put(preset.getKey(), configuration.build());
    }
    return Map.copyOf(presets);
  }
}
