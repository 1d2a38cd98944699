package akkord.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Our messages are those of the published server SDK, name by name and number by number; what the
 * SDK does not know yet is listed in {@link NewerThanTheSdk}, line by line.
 */
class ProtoConformanceTest {
  /** Copied whole: every message, enum and method of the SDK's file must be here too. */
  private static final Map<FileDescriptor, FileDescriptor> WHOLE =
      Map.of(
          LivekitModels.getDescriptor(), livekit.LivekitModels.getDescriptor(),
          LivekitRtc.getDescriptor(), livekit.LivekitRtc.getDescriptor(),
          LivekitRoom.getDescriptor(), livekit.LivekitRoom.getDescriptor(),
          LivekitWebhook.getDescriptor(), livekit.LivekitWebhook.getDescriptor(),
          LivekitMetrics.getDescriptor(), livekit.LivekitMetrics.getDescriptor(),
          LivekitAgentDispatch.getDescriptor(), livekit.LivekitAgentDispatch.getDescriptor());

  /** Only what the whole ones refer to. */
  private static final Map<FileDescriptor, FileDescriptor> PARTIAL =
      Map.of(
          LivekitEgress.getDescriptor(), livekit.LivekitEgress.getDescriptor(),
          LivekitIngress.getDescriptor(), livekit.LivekitIngress.getDescriptor(),
          LivekitAgent.getDescriptor(), livekit.LivekitAgent.getDescriptor());

  private static final Map<String, String> OURS = new TreeMap<>();
  private static final Map<String, String> SDK = new TreeMap<>();

  @BeforeAll
  static void flatten() {
    WHOLE.forEach(
        (our, sdk) -> {
          describe(our, OURS);
          describe(sdk, SDK);
        });
    PARTIAL.forEach(
        (our, sdk) -> {
          describe(our, OURS);
          Set<String> declared = new HashSet<>();
          our.getMessageTypes().forEach(m -> declared.add(m.getName()));
          our.getEnumTypes().forEach(e -> declared.add(e.getName()));
          sdk.getMessageTypes().stream()
              .filter(m -> declared.contains(m.getName()))
              .forEach(m -> describe(m, SDK));
          sdk.getEnumTypes().stream()
              .filter(e -> declared.contains(e.getName()))
              .forEach(e -> describe(e, SDK));
        });
  }

  @Test
  void everythingTheSdkHasIsTheSameHere() {
    Set<String> different = new TreeSet<>();
    SDK.forEach(
        (name, shape) -> {
          String ours = OURS.get(name);
          if (!shape.equals(ours)) {
            different.add(name + ": " + shape + " -> " + ours);
          }
        });
    assertLines(NewerThanTheSdk.CHANGED, different);
  }

  @Test
  void everythingTheSdkLacksIsListed() {
    Set<String> newer = new TreeSet<>();
    OURS.forEach(
        (name, shape) -> {
          if (!SDK.containsKey(name)) {
            newer.add(name + ": " + shape);
          }
        });
    newer.forEach(System.out::println);
    assertLines(NewerThanTheSdk.ADDED, newer);
  }

  @Test
  void allFilesGenerateIntoOnePackageOfSeparateClasses() {
    for (Map<FileDescriptor, FileDescriptor> files : List.of(WHOLE, PARTIAL)) {
      for (FileDescriptor file : files.keySet()) {
        assertEquals("livekit", file.getPackage());
        assertEquals("akkord.proto", file.getOptions().getJavaPackage());
        assertEquals(true, file.getOptions().getJavaMultipleFiles());
      }
    }
  }

  private static void assertLines(String expected, Set<String> actual) {
    assertEquals(expected.strip(), String.join("\n", actual));
  }

  private static void describe(FileDescriptor file, Map<String, String> into) {
    file.getMessageTypes().forEach(m -> describe(m, into));
    file.getEnumTypes().forEach(e -> describe(e, into));
    file.getServices()
        .forEach(
            service ->
                service
                    .getMethods()
                    .forEach(
                        method ->
                            into.put(
                                name(method.getFullName()),
                                name(method.getInputType().getFullName())
                                    + " -> "
                                    + name(method.getOutputType().getFullName()))));
  }

  private static void describe(Descriptor message, Map<String, String> into) {
    into.put(name(message.getFullName()), "message");
    for (FieldDescriptor field : message.getFields()) {
      into.put(
          name(field.getFullName()),
          field.getNumber() + " " + label(field) + type(field) + " " + field.getJsonName());
    }
    message.getEnumTypes().forEach(e -> describe(e, into));
    message.getNestedTypes().stream()
        .filter(m -> !m.getOptions().getMapEntry())
        .forEach(m -> describe(m, into));
  }

  private static void describe(EnumDescriptor type, Map<String, String> into) {
    into.put(name(type.getFullName()), "enum");
    type.getValues().forEach(v -> into.put(name(v.getFullName(), type), "" + v.getNumber()));
  }

  private static String label(FieldDescriptor field) {
    if (field.isMapField()) {
      return "map ";
    }
    if (field.isRepeated()) {
      return field.isPacked() ? "packed " : "repeated ";
    }
    if (field.getRealContainingOneof() != null) {
      return "oneof:" + field.getRealContainingOneof().getName() + " ";
    }
    return field.hasPresence() && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
        ? "optional "
        : "";
  }

  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      return type(field.getMessageType().findFieldByNumber(1))
          + "->"
          + type(field.getMessageType().findFieldByNumber(2));
    }
    return switch (field.getJavaType()) {
      case MESSAGE -> name(field.getMessageType().getFullName());
      case ENUM -> name(field.getEnumType().getFullName());
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String name(String fullName) {
    return fullName.startsWith("livekit.") ? fullName.substring("livekit.".length()) : fullName;
  }

  /** A value's full name lies beside its enum's, so the enum's name is put back in. */
  private static String name(String valueFullName, EnumDescriptor type) {
    return name(type.getFullName())
        + "."
        + valueFullName.substring(valueFullName.lastIndexOf('.') + 1);
  }
}
