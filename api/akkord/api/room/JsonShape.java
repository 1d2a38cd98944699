package akkord.api.room;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Map;

/**
 * Finds what protobuf JSON does not allow and our protobuf library would take all the same: a
 * number for a string, a name twice, something behind the end.
 */
final class JsonShape {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The text is not what it should be. */
  static final class Wrong extends Exception {
    Wrong(String what) {
      super(what, null, false, false);
    }
  }

  private JsonShape() {}

  /** Checks a whole text; unknown fields may hold anything. */
  static void check(String text, Descriptor type) throws Wrong {
    try {
      message(JSON.readTree(text), type, "the body");
    } catch (JsonProcessingException malformed) {
      String where =
          malformed.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(
                      malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr());
      throw new Wrong(malformed.getOriginalMessage() + where);
    }
  }

  private static void message(JsonNode node, Descriptor type, String name) throws Wrong {
    require(node.isObject(), name, "an object");
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      FieldDescriptor field = field(type, member.getKey());
      if (field != null && !member.getValue().isNull()) {
        value(member.getValue(), field, member.getKey());
      }
    }
  }

  private static FieldDescriptor field(Descriptor type, String name) {
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJsonName().equals(name) || field.getName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  private static void value(JsonNode node, FieldDescriptor field, String name) throws Wrong {
    if (field.isMapField()) {
      require(node.isObject(), name, "an object");
      FieldDescriptor value = field.getMessageType().findFieldByName("value");
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        single(member.getValue(), value, name + "." + member.getKey());
      }
    } else if (field.isRepeated()) {
      require(node.isArray(), name, "a list");
      for (JsonNode element : node) {
        single(element, field, name);
      }
    } else {
      single(node, field, name);
    }
  }

  private static void single(JsonNode node, FieldDescriptor field, String name) throws Wrong {
    switch (field.getJavaType()) {
      case STRING, BYTE_STRING -> require(node.isTextual(), name, "a string");
      case BOOLEAN -> require(node.isBoolean(), name, "true or false");
      case ENUM -> require(node.isTextual() || node.isInt(), name, "the name of a constant");
      case INT, LONG, FLOAT, DOUBLE ->
          require(node.isNumber() || node.isTextual(), name, "a number");
      case MESSAGE -> message(node, field.getMessageType(), name);
    }
  }

  private static void require(boolean so, String name, String what) throws Wrong {
    if (!so) {
      throw new Wrong(name + " must be " + what);
    }
  }
}
