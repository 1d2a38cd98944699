package akkord.actors.participant;

import akkord.actors.ActorSettings;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantInfoOrBuilder;
import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Map;

/**
 * A change of what a participant tells others of itself (RS-07, 2.1): an empty text leaves things
 * as they are, an empty attribute deletes.
 */
record ProfileChange(String name, String metadata, Map<String, String> attributes) {
  ProfileChange {
    attributes = Map.copyOf(attributes);
  }

  /** Whether the result would keep within the limits (RM-12). */
  boolean fits(ParticipantInfo before, ActorSettings settings) {
    long size = 0;
    for (Map.Entry<String, String> attribute : merged(before).entrySet()) {
      size += (long) bytes(attribute.getKey()) + bytes(attribute.getValue());
    }
    return within(bytes(name), settings.maxNameLength())
        && within(bytes(metadata), settings.maxMetadataSize())
        && within(size, settings.maxAttributesSize());
  }

  /** Makes the change. */
  void apply(ParticipantInfo.Builder info) {
    if (!name.isEmpty()) {
      info.setName(name);
    }
    if (!metadata.isEmpty()) {
      info.setMetadata(metadata);
    }
    Map<String, String> merged = merged(info);
    info.clearAttributes().putAllAttributes(merged);
  }

  private Map<String, String> merged(ParticipantInfoOrBuilder before) {
    Map<String, String> merged = new HashMap<>(before.getAttributesMap());
    attributes.forEach(
        (key, value) -> {
          if (value.isEmpty()) {
            merged.remove(key);
          } else {
            merged.put(key, value);
          }
        });
    return merged;
  }

  private static boolean within(long size, int limit) {
    return limit == 0 || size <= limit;
  }

  private static int bytes(String text) {
    return ByteString.copyFromUtf8(text).size();
  }
}
