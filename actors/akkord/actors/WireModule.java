package akkord.actors;

import akkord.actors.node.MediaNode;
import akkord.actors.participant.BlobMessage;
import akkord.actors.participant.JoinReply;
import akkord.actors.participant.ParticipantOrder;
import akkord.actors.room.DataOrder;
import akkord.actors.room.RoomOrder;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.google.protobuf.Internal;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.util.List;

/**
 * Teaches Jackson what our messages hold: protobuf messages travel as their own bytes, members of a
 * sealed interface with their simple name beside them. So the media plane's contract crosses nodes
 * without an annotation in it.
 */
public final class WireModule extends SimpleModule {
  private static final List<Class<?>> SEALED =
      List.of(
          MediaCommand.class,
          MediaEvent.class,
          MediaNode.Notice.class,
          JoinReply.class,
          ParticipantOrder.class,
          RoomOrder.class,
          DataOrder.class,
          BlobMessage.class);

  /** Made by Akka ({@code akka.serialization.jackson.jackson-modules}). */
  @SuppressWarnings("this-escape") // the module only collects, nothing sees it half-built
  public WireModule() {
    super("akkord");
    addSerializer(MessageLite.class, new ProtobufSerializer());
    setDeserializers(new ProtobufDeserializers());
    for (Class<?> sealed : SEALED) {
      setMixInAnnotation(sealed, NamedType.class);
      registerSubtypes(sealed.getPermittedSubclasses());
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
  private interface NamedType {}

  private static final class ProtobufSerializer extends JsonSerializer<MessageLite> {
    @Override
    public void serialize(MessageLite value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeBinary(value.toByteArray());
    }

    @Override
    public void serializeWithType(
        MessageLite value, JsonGenerator out, SerializerProvider provider, TypeSerializer type)
        throws IOException {
      serialize(value, out, provider);
    }
  }

  private static final class ProtobufDeserializers extends SimpleDeserializers {
    @Override
    public JsonDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription description) {
      return MessageLite.class.isAssignableFrom(type.getRawClass())
          ? new ProtobufDeserializer(type.getRawClass().asSubclass(MessageLite.class))
          : null;
    }
  }

  private static final class ProtobufDeserializer extends JsonDeserializer<MessageLite> {
    private final transient MessageLite prototype;

    ProtobufDeserializer(Class<? extends MessageLite> type) {
      prototype = Internal.getDefaultInstance(type);
    }

    @Override
    public MessageLite deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return prototype.getParserForType().parseFrom(in.getBinaryValue());
    }
  }
}
